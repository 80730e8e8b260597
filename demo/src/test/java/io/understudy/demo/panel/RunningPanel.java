package io.understudy.demo.panel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The demonstration with its panel, as the process that {@code ./dev demo --browser} starts. */
record RunningPanel(Process process, String address) implements AutoCloseable {

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root"), "cli/target/understudy/bin/understudy");
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** Returns once it has printed its address. */
    static RunningPanel begin(Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PanelMain.class.getName(),
                        PROGRAM.toString());
        // Nobody's browser is to be opened.
        builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY"));
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        long due = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < due && process.isAlive()) {
            List<String> lines = Files.readAllLines(output);
            if (lines.stream().anyMatch(line -> line.contains("Ctrl-C"))) {
                return new RunningPanel(process, address(lines));
            }
            Thread.sleep(100);
        }
        end(process);
        throw new IOException("the panel has not come up: " + Files.readString(output));
    }

    private static String address(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("http://"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        end(process);
    }

    /** As Ctrl-C does; it takes all that it made with it. */
    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
