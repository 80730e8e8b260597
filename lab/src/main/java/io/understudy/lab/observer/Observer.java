package io.understudy.lab.observer;

import io.understudy.demo.client.RowWriter;
import io.understudy.lab.Host;
import io.understudy.lab.LabException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes from a host's network all the time, as a client or to one carrier alone, whatever that one
 * is at. It asks nobody who is primary, and knows nothing but what was acknowledged. It is no
 * process of the host's, and so outlives its power.
 */
public final class Observer implements AutoCloseable {

    /** The pen that writes as a client does. */
    public static final String CLIENT = "client";

    private static final long LONGEST_END_SECONDS = 10;

    private final Ledger ledger;
    private final Process process;
    private final Thread reading;

    private Observer(Ledger ledger, Process process) {
        this.ledger = ledger;
        this.process = process;
        this.reading = Thread.ofPlatform().name("observer").daemon().start(this::read);
    }

    /**
     * Begins to write.
     *
     * @param ledger where the rows go; several may share one
     * @param from whose network it uses; its files are this machine's
     * @param password a file with the password of user {@code postgres}
     * @param pen as {@link ObserverMain} takes it
     */
    public static Observer start(Ledger ledger, Host from, Path password, String pen)
            throws LabException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m", "-cp"));
        command.add(
                Stream.of(ObserverMain.class, RowWriter.class, driver())
                        .map(Observer::placeOf)
                        .collect(Collectors.joining(":")));
        command.addAll(List.of(ObserverMain.class.getName(), "postgres", password.toString()));
        command.add(pen);
        try {
            return new Observer(
                    ledger,
                    new ProcessBuilder(from.onItsNetwork(command))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new LabException("needed to start the observer, found: " + e, e);
        }
    }

    /** By name: its annotations are of a library that is not here. */
    private static Class<?> driver() {
        try {
            return Class.forName("org.postgresql.Driver");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the JDBC driver is missing", e);
        }
    }

    private static String placeOf(Class<?> one) {
        @Nullable CodeSource source = one.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException(one + " is of no jar");
        }
        return Path.of(source.getLocation().getPath()).toString();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            lines.lines().map(Commit::of).forEach(ledger::add);
        } catch (IOException _) {
            // It has been closed.
        }
    }

    /** Ends it; returns once its last row is in the ledger. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reading.join();
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
