package io.understudy.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What makes a host's cable long or bad: a program between it and its port of the switch that holds
 * each frame for a while, and may damage some. A port has the same name with and without it, so
 * that the other faults go on.
 */
final class Relay {

    private static final String SOURCE = "relay.c";

    /** The port at which daemons answer each other. */
    private static final String DAEMONS = "7700";

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final String space;
    private final Path folder;

    /**
     * Describes one; nothing is made yet.
     *
     * @param space the switch's namespace
     * @param folder for the program, and for what runs
     */
    Relay(String space, Path folder) {
        this.space = space;
        this.folder = folder;
    }

    /**
     * What becomes of a host's frames, each way.
     *
     * @param delay in whole milliseconds
     * @param damagedOneIn of so many big ones between daemons one has a flipped byte; 0: none has
     */
    record Treatment(Duration delay, int damagedOneIn) {
        static final Treatment NONE = new Treatment(Duration.ZERO, 0);
    }

    /** From now on. */
    void treats(Host host, Treatment treatment) throws LabException {
        Optional<Running> before = running(host);
        if (treatment.equals(before.map(Running::treatment).orElse(Treatment.NONE))) {
            return;
        }
        if (before.isPresent()) {
            end(host);
        }
        if (!treatment.equals(Treatment.NONE)) {
            begin(host, treatment);
        }
    }

    /** How many frames of that host's the relay that runs, or ran last, has damaged. */
    int damaged(Host host) throws LabException {
        try {
            return (int)
                    Files.readAllLines(said(host)).stream()
                            .filter(line -> line.equals("damaged"))
                            .count();
        } catch (IOException e) {
            throw new LabException("needed what the relay says, found: " + e, e);
        }
    }

    private Path said(Host host) {
        return folder.resolve(host.name() + ".relay");
    }

    private void begin(Host host, Treatment treatment) throws LabException {
        Path program = compiled();
        String port = host.name();
        String cable = cable(host);
        String plug = port + ".plug";
        ip(
                """
                link add name NEW type veth peer name PLUG
                link set dev PLUG addrgenmode none arp off up
                """
                        .replace("NEW", port + ".new")
                        .replace("PLUG", plug));
        String millis = Long.toString(treatment.delay().toMillis());
        String oneIn = Integer.toString(treatment.damagedOneIn());
        try {
            Path said = said(host);
            Process process =
                    new ProcessBuilder(
                                    "ip",
                                    "netns",
                                    "exec",
                                    space,
                                    program.toString(),
                                    millis,
                                    port,
                                    plug,
                                    DAEMONS,
                                    oneIn)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            Files.writeString(note(host), process.pid() + " " + millis + " " + oneIn);
            awaitReady(process, said);
            // Last and at once, or what is slow would be a cut first. The relay knows interfaces
            // by their numbers.
            ip(
                    """
                    link set dev PORT nomaster
                    link set dev PORT down
                    link set dev PORT name CABLE
                    link set dev CABLE addrgenmode none arp off up
                    link set dev NEW name PORT
                    link set dev PORT master bridge up
                    """
                            .replace("NEW", port + ".new")
                            .replace("PORT", port)
                            .replace("CABLE", cable));
        } catch (IOException e) {
            throw new LabException("needed to run the relay, found: " + e, e);
        }
    }

    private static void awaitReady(Process process, Path said) throws LabException, IOException {
        long due = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < due) {
            if (Files.readString(said).contains("ready")) {
                return;
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.onSpinWait();
        }
        throw new LabException("needed the relay to run, found: " + Files.readString(said).strip());
    }

    private void end(Host host) throws LabException {
        running(host).ifPresent(it -> it.process().destroyForcibly());
        try {
            Files.deleteIfExists(note(host));
        } catch (IOException e) {
            throw new LabException("needed to delete " + note(host) + ", found: " + e, e);
        }
        String port = host.name();
        ip(
                """
                link delete dev PORT
                link set dev CABLE down
                link set dev CABLE arp on name PORT
                link set dev PORT master bridge up
                """
                        .replace("PORT", port)
                        .replace("CABLE", cable(host)));
    }

    /** Ends the program alone; for one whose network is about to go. */
    void stop(Host host) {
        running(host).ifPresent(it -> it.process().destroyForcibly());
    }

    private static String cable(Host host) {
        return host.name() + ".cable";
    }

    private Path note(Host host) {
        return folder.resolve(host.name() + ".relay.pid");
    }

    /** A relay that is there; each command to the lab is a new process. */
    private record Running(ProcessHandle process, Treatment treatment) {}

    private Optional<Running> running(Host host) {
        try {
            String[] words = Files.readString(note(host)).strip().split(" ", -1);
            Treatment treatment =
                    new Treatment(
                            Duration.ofMillis(Long.parseLong(words[1])),
                            Integer.parseInt(words[2]));
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(process ->
                            process.info()
                                    .command()
                                    .filter(folder.resolve("relay").toString()::equals)
                                    .isPresent())
                    .map(process -> new Running(process, treatment));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Path compiled() throws LabException {
        Path program = folder.resolve("relay");
        if (!Files.isExecutable(program)) {
            Path source = folder.resolve(SOURCE);
            Lab.unpack(SOURCE, source);
            Tool.run("gcc", "-O2", "-o", program.toString(), source.toString());
        }
        return program;
    }

    private void ip(String lines) throws LabException {
        Tool.run(List.of("ip", "-netns", space, "-batch", "-"), lines, LONGEST);
    }
}
