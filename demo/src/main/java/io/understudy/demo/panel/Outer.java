package io.understudy.demo.panel;

import io.understudy.demo.stage.Cables;
import io.understudy.demo.stage.Gangway;
import io.understudy.demo.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The process on this machine's own network. It makes the namespaces, runs all else in them, lets a
 * browser in, and takes them away again. What it runs ends with it, also if it is killed: by the
 * end of its input.
 */
final class Outer {

    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private final Path understudy;
    private final Within within;
    private final Cables cables;

    Outer(Path understudy) throws IOException {
        this.understudy = understudy;
        this.within =
                new Within(
                        "understudy-demo-" + ProcessHandle.current().pid(),
                        Files.createTempDirectory("understudy-gangway-"),
                        PanelMain.ports());
        this.cables = new Cables(within.prefix());
    }

    /** Until it is ended; its exit status. */
    int run() throws StageException, IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::clear, "clear"));
        cables.lay();
        for (int port : within.ports()) {
            Gangway.outer(within.folder(), port);
        }
        Process inner =
                new ProcessBuilder(cables.atTheSwitch(itself()))
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(inner), "end"));
        return inner.waitFor();
    }

    private List<String> itself() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PanelMain.class.getName(),
                understudy.toString(),
                PanelMain.WITHIN,
                within.word());
    }

    private static void end(Process inner) {
        inner.destroy();
        try {
            if (!inner.waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                inner.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A namespace that something still runs in goes with that. */
    private void clear() {
        try {
            cables.remove();
            try (Stream<Path> files = Files.walk(within.folder())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            System.err.println("demo: " + within.folder() + " could not be removed: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
