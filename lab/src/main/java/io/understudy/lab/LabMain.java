package io.understudy.lab;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * {@code ./dev lab}: one command to the lab of this machine. Exit status 0 done, 1 failed, 2 it
 * can't be had here; that of the command where it ran one on a host.
 */
public final class LabMain {

    private static final Path FOLDER = Path.of("/run/understudy-lab");

    private static final int TEN_YEARS = 10 * 365 * 24 * 3600;

    private static final Duration LONGEST_FOUNDING = Duration.ofSeconds(60);

    private final Lab lab = Lab.in(FOLDER);
    private final Buildbot buildbot = new Buildbot(lab);

    private LabMain() {}

    public static void main(String[] arguments) {
        int status;
        try {
            Optional<String> missing = Lab.missing();
            missing.ifPresent(sentence -> System.err.println("lab: " + sentence));
            status = missing.isPresent() ? 2 : new LabMain().run(List.of(arguments));
        } catch (LabException e) {
            System.err.println("lab: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    private int run(List<String> words) throws LabException {
        String command = words.isEmpty() ? "help" : words.getFirst();
        if (command.equals("help")) {
            System.out.print(usage());
        } else if (command.equals("up")) {
            up(Path.of(word(words, 1)));
        } else if (!lab.stands()) {
            throw new LabException("needed a lab that stands, found none; type: ./dev lab shell");
        } else if (command.equals("run")) {
            word(words, 2);
            return Tool.show(
                    host(words).inside(withClock(host(words), words.subList(2, words.size()))));
        } else {
            change(command, words);
        }
        return 0;
    }

    /** A person there looks at the host's own clock, as its daemon does. */
    private static List<String> withClock(Host host, List<String> command) throws LabException {
        Stream<String> before =
                Stream.of(Clock.before(host).split(" ")).filter(word -> !word.isEmpty());
        return Stream.concat(before, command.stream()).toList();
    }

    private static String usage() {
        return """
        usage: lab COMMAND
          up PACKAGE           hosts ci-a, ci-b, vote and workers, with the package on the first three, and with Buildbot
                               and two workers, where it is installed
          down                 takes all of it away
          run HOST WORDS...    runs a command on a host
          build short|long     has Buildbot make a build of that kind; long ones take ten minutes
          cut HOST             nothing reaches it or leaves it
          one-way FROM TO      nothing gets from the one to the other
          loss HOST PERCENT    packets to and from it are lost by chance
          slow HOST MILLIS     packets to and from it take so much longer
          damage HOST ONE-IN   a byte of one in so many big packets between daemons is flipped
          heal                 ends these five
          power-off HOST       ends every process there at once; the disk stays
          power-on HOST        and understudy node is started, or Buildbot's workers
          kill HOST WHAT       kill -9 of: %s
          freeze HOST WHAT     stops it (SIGSTOP)
          thaw HOST WHAT       lets it go on
          fill-disk HOST [DISK]  until nothing more can be written there; home: the daemon's, data: PostgreSQL's, files: what is carried
          free-disk HOST [DISK]  takes that away
          break-disk HOST DISK   home, data or files is read-only from now on, as a disk that breaks
          mend-disks HOST      power off, mended, power on, and understudy node is started
          clock HOST SECONDS   its wall clock is wrong by that from now on: 3600, -3600, 0
        """
                .formatted(Stream.of(Victim.values()).map(Victim::word).collect(joining(", ")));
    }

    private void up(Path tarball) throws LabException {
        Path postgresql = Installation.newestPostgresql();
        Installation product = new Installation(lab, tarball, postgresql);
        System.out.println("hosts and their network …");
        lab.make();
        for (String node : product.nodes()) {
            lab.host(node).giveClock();
        }
        System.out.println("the package on " + String.join(", ", product.nodes()) + " …");
        product.unpack();
        boolean server = Buildbot.isInstalled();
        if (server) {
            System.out.println("Buildbot on ci-a and ci-b …");
            buildbot.install(postgresql);
        } else {
            System.out.println("without a server: " + Buildbot.NEEDED);
        }
        System.out.println("understudy init, token, join …");
        product.found(Installation.plain() + (server ? Buildbot.configuration() : ""));
        if (server) {
            System.out.println("Buildbot and its workers …");
            buildbot.startWorkers();
            awaitWorkers();
        }
        System.out.println("the lab stands; ./dev lab shell has more");
    }

    /** Until they have found the master, and the product may read what it writes down. */
    private void awaitWorkers() throws LabException {
        Host founder = lab.host("ci-a");
        long due = System.nanoTime() + LONGEST_FOUNDING.toNanos();
        while (true) {
            try {
                if (buildbot.look(founder).hasAllWorkers()) {
                    buildbot.grant(founder);
                    return;
                }
            } catch (LabException e) {
                if (System.nanoTime() > due) {
                    throw e;
                }
            }
            if (System.nanoTime() > due) {
                throw new LabException(
                        "needed Buildbot's workers to connect within %d s, and they have not"
                                .formatted(LONGEST_FOUNDING.toSeconds()));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private void change(String command, List<String> words) throws LabException {
        switch (command) {
            case "down" -> lab.remove();
            case "build" -> build(word(words, 1));
            case "heal" -> lab.heal();
            case "one-way" ->
                    lab.add(new Fault.OneWay(host(words).name(), lab.host(word(words, 2)).name()));
            case "cut" -> lab.add(new Fault.Cut(host(words).name()));
            case "loss" -> lab.add(new Fault.Loss(host(words).name(), number(words, 1, 99)));
            case "slow" -> lab.add(new Fault.Slow(host(words).name(), number(words, 1, 10_000)));
            case "damage" ->
                    lab.add(new Fault.Damage(host(words).name(), number(words, 1, 10_000)));
            case "power-off" -> lab.powerOff(host(words));
            case "power-on" -> powerOn(host(words));
            case "kill" -> Victim.of(word(words, 2)).signal(host(words), "KILL");
            case "freeze" -> Victim.of(word(words, 2)).signal(host(words), "STOP");
            case "thaw" -> Victim.of(word(words, 2)).signal(host(words), "CONT");
            case "fill-disk" -> fill(words);
            case "free-disk" -> free(words);
            case "break-disk" -> host(words).breakDisk(Disk.of(word(words, 2)));
            case "mend-disks" -> {
                lab.mendDisks(host(words));
                Installation.start(host(words));
            }
            case "clock" ->
                    host(words).setClock(Duration.ofSeconds(number(words, -TEN_YEARS, TEN_YEARS)));
            default ->
                    throw new LabException(
                            "needed a command, found '" + command + "'; type: lab help");
        }
    }

    private void powerOn(Host host) throws LabException {
        if (host.hasPower()) {
            throw new LabException(
                    "needed a host without power, found that %s has it".formatted(host.name()));
        }
        lab.powerOn(host);
        if (!host.name().equals("workers")) {
            Installation.start(host);
        } else if (Buildbot.isInstalled()) {
            buildbot.startWorkers();
        }
    }

    private static int number(List<String> words, int least, int most) throws LabException {
        String word = word(words, 2);
        try {
            int number = Integer.parseInt(word);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // It is said below what was needed.
        }
        throw new LabException(
                "needed a whole number from %d to %d, found '%s'; type: lab help"
                        .formatted(least, most, word));
    }

    private void build(String kind) throws LabException {
        if (!kind.equals("short") && !kind.equals("long")) {
            throw new LabException("needed short or long, found '" + kind + "'");
        }
        buildbot.change(kind);
    }

    private void fill(List<String> words) throws LabException {
        if (words.size() > 2) {
            host(words).fillDisk(Disk.of(word(words, 2)));
        } else {
            host(words).fillDisk();
        }
    }

    private void free(List<String> words) throws LabException {
        if (words.size() > 2) {
            host(words).freeDisk(Disk.of(word(words, 2)));
        } else {
            host(words).freeDisk();
        }
    }

    private Host host(List<String> words) throws LabException {
        return lab.host(word(words, 1));
    }

    private static String word(List<String> words, int at) throws LabException {
        if (words.size() <= at) {
            throw new LabException(
                    "needed more than '%s'; type: lab help".formatted(String.join(" ", words)));
        }
        return words.get(at);
    }
}
