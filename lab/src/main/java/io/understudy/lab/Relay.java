package io.understudy.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What makes a host's cable long: a program between it and its port of the switch that holds each
 * frame for a while. A port has the same name with and without it, so that the other faults go on.
 */
final class Relay {

    private static final String SOURCE = "relay.c";
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
     * Each frame of the host's takes so much longer, each way, from now on.
     *
     * @param delay in whole milliseconds; zero ends it
     */
    void delays(Host host, Duration delay) throws LabException {
        if (running(host).isPresent()) {
            end(host);
        }
        if (delay.isPositive()) {
            begin(host, delay);
        }
    }

    private void begin(Host host, Duration delay) throws LabException {
        Path program = compiled();
        String port = host.name();
        String cable = cable(host);
        String plug = port + ".plug";
        ip("link", "set", "dev", port, "nomaster");
        ip("link", "set", "dev", port, "down");
        ip("link", "set", "dev", port, "name", cable);
        ip("link", "add", "name", port, "type", "veth", "peer", "name", plug);
        for (String each : List.of(cable, plug)) {
            // It carries frames, and is no host that answers.
            ip("link", "set", "dev", each, "addrgenmode", "none", "arp", "off", "up");
        }
        ip("link", "set", "dev", port, "master", "bridge", "up");
        String millis = Long.toString(delay.toMillis());
        try {
            Path said = folder.resolve(port + ".relay");
            Process process =
                    new ProcessBuilder(
                                    "ip",
                                    "netns",
                                    "exec",
                                    space,
                                    program.toString(),
                                    millis,
                                    cable,
                                    plug)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            Files.writeString(pid(host), Long.toString(process.pid()));
            awaitReady(process, said);
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
        running(host).ifPresent(ProcessHandle::destroyForcibly);
        try {
            Files.deleteIfExists(pid(host));
        } catch (IOException e) {
            throw new LabException("needed to delete " + pid(host) + ", found: " + e, e);
        }
        String port = host.name();
        ip("link", "delete", "dev", port);
        ip("link", "set", "dev", cable(host), "down");
        ip("link", "set", "dev", cable(host), "arp", "on", "name", port);
        ip("link", "set", "dev", port, "master", "bridge", "up");
    }

    /** Ends the program alone; for one whose network is about to go. */
    void stop(Host host) {
        running(host).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static String cable(Host host) {
        return host.name() + ".cable";
    }

    private Path pid(Host host) {
        return folder.resolve(host.name() + ".relay.pid");
    }

    private Optional<ProcessHandle> running(Host host) {
        try {
            long pid = Long.parseLong(Files.readString(pid(host)).strip());
            return ProcessHandle.of(pid)
                    .filter(process ->
                            process.info()
                                    .command()
                                    .filter(folder.resolve("relay").toString()::equals)
                                    .isPresent());
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

    private void ip(String... words) throws LabException {
        String[] command = new String[words.length + 3];
        command[0] = "ip";
        command[1] = "-netns";
        command[2] = space;
        System.arraycopy(words, 0, command, 3, words.length);
        Tool.run(command);
    }
}
