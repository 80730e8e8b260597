package io.understudy.node.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * A real systemd, booted in namespaces of its own, from where it can change nothing of this
 * machine: root alone can do that, and only where the kernel has control groups of the second kind.
 */
public final class BootedSystemd implements AutoCloseable {

    private static final Duration LONGEST_BOOT = Duration.ofSeconds(30);
    private static final List<Path> TREES =
            List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"));

    private final Path folder;
    private final Path groups;
    private final String base;
    private final Process outer;

    private BootedSystemd(Path folder, Path tree, Process outer) {
        this.folder = folder;
        this.groups = tree.resolve(folder.getFileName());
        this.base = "/" + folder.getFileName() + "/";
        this.outer = outer;
    }

    /** Why there can be none here, in one sentence; empty where there can. */
    public static Optional<String> missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("needed root to boot a systemd, found another user");
        }
        if (!Files.isExecutable(Path.of("/lib/systemd/systemd"))) {
            return Optional.of("needed systemd, found none; type: apt-get install systemd");
        }
        return tree().isPresent()
                ? Optional.empty()
                : Optional.of("needed control groups of the second kind, found none mounted");
    }

    private static Optional<Path> tree() {
        return TREES.stream()
                .filter(path -> Files.isWritable(path.resolve("cgroup.procs")))
                .filter(path -> Files.exists(path.resolve("cgroup.subtree_control")))
                .findFirst();
    }

    /** Boots one, and waits until it takes orders. */
    public static BootedSystemd boot() throws IOException {
        Path folder = Files.createTempDirectory("understudy-systemd-");
        Path tree = tree().orElseThrow();
        Files.createDirectory(folder.resolve("disk"));
        Files.createDirectory(folder.resolve("root"));
        Files.createDirectory(tree.resolve(folder.getFileName()));
        Path script = folder.resolve("booted.sh");
        try (InputStream in = BootedSystemd.class.getResourceAsStream("booted.sh")) {
            Files.write(script, in.readAllBytes());
        }
        String inItsGroup =
                "echo $$ >%s/cgroup.procs && exec unshare --mount --uts --ipc --cgroup --pid --fork --kill-child sh %s %s"
                        .formatted(tree.resolve(folder.getFileName()), script, folder);
        Process outer =
                new ProcessBuilder("sh", "-c", inItsGroup)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(folder.resolve("console").toFile())
                        .redirectErrorStream(true)
                        .start();
        BootedSystemd booted = new BootedSystemd(folder, tree, outer);
        try {
            Awaitility.await()
                    .atMost(LONGEST_BOOT)
                    .failFast("it ended, and left its words in " + folder, () -> !outer.isAlive())
                    .until(booted::takesOrders);
        } catch (RuntimeException e) {
            booted.close();
            throw e;
        }
        return booted;
    }

    private boolean takesOrders() {
        return outer.children().findFirst().isPresent()
                && systemd().runs()
                && systemd().control(Duration.ofSeconds(5), "show", "--property=Version")
                        instanceof Systemd.Said.Well;
    }

    /** As an adapter outside of its namespaces has it. */
    public Systemd systemd() {
        long first = outer.children().findFirst().orElseThrow().pid();
        return new Systemd(
                List.of(
                        "nsenter",
                        "--target",
                        Long.toString(first),
                        "--mount",
                        "--uts",
                        "--ipc",
                        "--pid",
                        "--cgroup",
                        "--root",
                        "--wd",
                        "--"),
                Path.of("/proc/" + first + "/root"),
                groups);
    }

    /** What the guard has to know of a unit, from outside. */
    public Path group(String unit) {
        return Path.of(base).resolve(unit);
    }

    /** Writes a unit's file. */
    public void write(String unit, String text) {
        try {
            Files.writeString(systemd().file("/etc/systemd/system/" + unit), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        control("daemon-reload");
    }

    public String control(String... words) {
        return switch (systemd().control(Duration.ofSeconds(20), words)) {
            case Systemd.Said.Well(String output) -> output;
            case Systemd.Said.No(String why) ->
                    throw new IllegalStateException(String.join(" ", words) + ": " + why);
        };
    }

    @Override
    public void close() throws IOException {
        // The first process of its namespace takes all the others with it.
        outer.children().forEach(ProcessHandle::destroyForcibly);
        outer.destroyForcibly();
        outer.onExit().join();
        Awaitility.await().atMost(LONGEST_BOOT).until(this::isEmpty);
        removeGroups(groups);
        Files.deleteIfExists(folder.resolve("console"));
        Files.deleteIfExists(folder.resolve("booted.sh"));
        Files.deleteIfExists(folder.resolve("disk"));
        Files.deleteIfExists(folder.resolve("root"));
        Files.deleteIfExists(folder);
    }

    private boolean isEmpty() throws IOException {
        return Files.readString(groups.resolve("cgroup.events")).contains("populated 0");
    }

    private static void removeGroups(Path group) throws IOException {
        try (var children = Files.newDirectoryStream(group, Files::isDirectory)) {
            for (Path child : children) {
                removeGroups(child);
            }
        }
        Files.deleteIfExists(group);
    }
}
