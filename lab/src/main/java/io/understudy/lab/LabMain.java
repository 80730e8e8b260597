package io.understudy.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code ./dev lab}: one command to the lab of this machine. Exit status 0 done, 1 failed, 2 it
 * can't be had here; that of the command where it ran one on a host.
 */
public final class LabMain {

    private static final Path FOLDER = Path.of("/run/understudy-lab");

    private static final String USAGE =
            """
            usage: lab COMMAND
              up PACKAGE           hosts ci-a, ci-b, vote and workers, with the package on the first three
              down                 takes all of it away
              run HOST WORDS...    runs a command on a host
              cut HOST             nothing reaches it or leaves it
              one-way FROM TO      nothing gets from the one to the other
              loss HOST PERCENT    packets to and from it are lost by chance
              heal                 ends these three
              power-off HOST       ends every process there at once; the disk stays
              power-on HOST        and understudy node is started
              freeze HOST WHAT     stops daemon, guard or database there
              thaw HOST WHAT       lets it go on
              fill-disk HOST       until nothing more can be written there
              free-disk HOST       takes that away
            """;

    private final Lab lab = Lab.in(FOLDER);

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
            System.out.print(USAGE);
        } else if (command.equals("up")) {
            up(Path.of(word(words, 1)));
        } else if (!lab.stands()) {
            throw new LabException("needed a lab that stands, found none; type: ./dev lab shell");
        } else if (command.equals("run")) {
            word(words, 2);
            return Tool.show(host(words).inside(words.subList(2, words.size())));
        } else {
            change(command, words);
        }
        return 0;
    }

    private void up(Path tarball) throws LabException {
        Path postgresql = Installation.newestPostgresql();
        Installation product = new Installation(lab, tarball, postgresql);
        System.out.println("hosts and their network …");
        lab.make();
        System.out.println("the package on " + String.join(", ", product.nodes()) + " …");
        product.unpack();
        System.out.println("understudy init, token, join …");
        product.found(Installation.plain());
        System.out.println("the lab stands; ./dev lab shell has more");
    }

    private void change(String command, List<String> words) throws LabException {
        switch (command) {
            case "down" -> lab.remove();
            case "heal" -> lab.heal();
            case "one-way" ->
                    lab.add(new Fault.OneWay(host(words).name(), lab.host(word(words, 2)).name()));
            case "cut" -> lab.add(new Fault.Cut(host(words).name()));
            case "loss" ->
                    lab.add(new Fault.Loss(host(words).name(), Integer.parseInt(word(words, 2))));
            case "power-off" -> lab.powerOff(host(words));
            case "power-on" -> {
                lab.powerOn(host(words));
                Installation.start(host(words));
            }
            case "freeze" -> Victim.of(word(words, 2)).signal(host(words), "STOP");
            case "thaw" -> Victim.of(word(words, 2)).signal(host(words), "CONT");
            case "fill-disk" -> host(words).fillDisk();
            case "free-disk" -> host(words).freeDisk();
            default ->
                    throw new LabException("needed a command, found '" + command + "'\n" + USAGE);
        }
    }

    private Host host(List<String> words) throws LabException {
        return lab.host(word(words, 1));
    }

    private static String word(List<String> words, int at) throws LabException {
        if (words.size() <= at) {
            throw new LabException(
                    "needed more than '%s'\n%s".formatted(String.join(" ", words), USAGE));
        }
        return words.get(at);
    }
}
