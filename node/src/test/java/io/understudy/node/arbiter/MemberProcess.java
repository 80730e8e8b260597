package io.understudy.node.arbiter;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link MemberMain} in a child process, which can be stopped, continued and killed. */
final class MemberProcess implements Register {

    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration ANEW = Duration.ofSeconds(25);

    private final ClusterStateCodec codec = new ClusterStateCodec();
    private final Process process;
    private final Writer calls;
    private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong nextCall = new AtomicLong(1);
    private final AtomicInteger changes = new AtomicInteger();

    MemberProcess(List<String> arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-Xss512k",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=member-logback.xml"));
        command.addAll(MemberArchive.options());
        command.add(MemberMain.class.getName());
        command.addAll(arguments);
        process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        calls = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            String line = answers.readLine();
            while (line != null) {
                String[] words = line.split(" ", 2);
                if (words[0].equals("0")) {
                    changes.incrementAndGet();
                }
                CompletableFuture<String> call = waiting.remove(words[0]);
                if (call != null) {
                    call.complete(words[1]);
                }
                line = answers.readLine();
            }
        } catch (IOException e) {
            // The process is gone; its calls run into their deadlines.
        }
    }

    private String call(String what, Duration deadline) {
        String id = Long.toString(nextCall.getAndIncrement());
        CompletableFuture<String> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            synchronized (calls) {
                calls.write(id + " " + what + "\n");
                calls.flush();
            }
            return answer.get(deadline.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException | TimeoutException e) {
            return "unknown the process doesn't answer";
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown interrupted";
        }
    }

    @Override
    public ReadResult read(Duration deadline) {
        String[] words = call("read " + deadline.toMillis(), deadline).split(" ", 3);
        return switch (words[0]) {
            case "found" ->
                    new ReadResult.Found(
                            new Versioned(
                                    new Version(Long.parseLong(words[1])),
                                    codec.decode(words[2].getBytes(StandardCharsets.UTF_8))));
            case "absent" -> new ReadResult.Absent();
            default -> new ReadResult.Unknown(String.join(" ", words));
        };
    }

    @Override
    public CasResult compareAndSet(Version expected, ClusterState next, Duration deadline) {
        String state = new String(codec.encode(next), StandardCharsets.UTF_8);
        String[] words =
                call("cas %d %s %s".formatted(deadline.toMillis(), expected, state), deadline)
                        .split(" ", 2);
        return switch (words[0]) {
            case "written" -> new CasResult.Written(new Version(Long.parseLong(words[1])));
            case "conflict" -> new CasResult.Conflict();
            default -> new CasResult.Unknown(String.join(" ", words));
        };
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the member, and not its process; returns once nothing of it works any more. */
    void end() {
        expect("ended", call("end", ANEW));
    }

    /** Begins the member anew after {@link #end}, as one that founds its ensemble. */
    void found() {
        expect("founded", call("found", ANEW));
    }

    private static void expect(String wanted, String answer) {
        if (!answer.equals(wanted)) {
            throw new IllegalStateException(
                    "needed a member that has %s, and it said: %s".formatted(wanted, answer));
        }
    }

    /** The simple name of its {@link ArbiterStatus}. */
    String status() {
        return call("status", Duration.ZERO);
    }

    /** How often it told of a change. */
    int changes() {
        return changes.get();
    }

    long pid() {
        return process.pid();
    }

    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets it end by itself, for only such an end leaves an archive, and kills what does not. */
    void leaveArchive() {
        thaw();
        try {
            calls.close();
            process.waitFor(ANEW.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // It was killed already, and leaves none.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }
}
