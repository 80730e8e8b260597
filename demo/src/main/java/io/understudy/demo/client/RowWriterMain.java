package io.understudy.demo.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The row writer as a program: writes until its standard input ends, then reports. Settings come
 * from the environment: ROWS_HOSTS ({@code 127.0.0.1:5432,127.0.0.1:5433}), ROWS_DATABASE,
 * ROWS_USER, ROWS_PASSWORD_FILE, ROWS_RUN, ROWS_EVERY_MILLIS. Exit status 0: nothing was lost; 1:
 * something was, or it is not known; 2: the settings are wrong.
 */
public final class RowWriterMain {

    private RowWriterMain() {}

    public static void main(String[] arguments) throws Exception {
        RowWriterSettings settings;
        try {
            settings = settings(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("row-writer: " + e.getMessage());
            System.exit(2);
            return;
        }
        var writer = new RowWriter(settings);
        writer.start();
        while (System.in.read() >= 0) {
            // Nothing that is typed means anything but its end.
        }
        writer.stop();
        RowReport report = writer.report();
        System.out.println(text(report));
        System.exit(report.clean() ? 0 : 1);
    }

    private static RowWriterSettings settings(Map<String, String> environment) {
        return new RowWriterSettings(
                List.of(needed(environment, "ROWS_HOSTS").split(",", -1)),
                environment.getOrDefault("ROWS_DATABASE", "postgres"),
                needed(environment, "ROWS_USER"),
                Path.of(needed(environment, "ROWS_PASSWORD_FILE")),
                environment.getOrDefault("ROWS_RUN", "run-" + System.currentTimeMillis()),
                Duration.ofMillis(
                        Long.parseLong(environment.getOrDefault("ROWS_EVERY_MILLIS", "20"))),
                Patience.USUAL);
    }

    private static String needed(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(
                    "needed " + name + " in the environment, found none");
        }
        return value;
    }

    private static String text(RowReport report) {
        String verification =
                switch (report.verification()) {
                    case Verification.Verified(var lost, var present, var absent, var unexpected) ->
                            "lost %s, unknown there %d, unknown not there %d, unexpected %s"
                                    .formatted(lost, present, absent, unexpected);
                    case Verification.NotVerified(String why) -> why;
                };
        String gap =
                report.longestGap()
                        .map(longest ->
                                "longest gap %d ms after row %d"
                                        .formatted(
                                                longest.length().toMillis(),
                                                longest.before().number()))
                        .orElse("no gap");
        return "acknowledged %d, unknown %d, failed %d, %s, contradictions %d, %s"
                .formatted(
                        report.acknowledged(),
                        report.unknown(),
                        report.failed(),
                        gap,
                        report.contradictions().size(),
                        verification);
    }
}
