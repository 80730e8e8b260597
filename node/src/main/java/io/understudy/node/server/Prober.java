package io.understudy.node.server;

import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the server once. */
final class Prober {

    private final Program server;
    private final ProgramRunner runner = new ProgramRunner();

    /** Kept for the next probe, which comes every second or so. */
    private final ExecutorService probes =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("probe-", 0).factory());

    Prober(Program server) {
        this.server = server;
    }

    Answer ask(Probe probe, Duration limit) throws InterruptedException {
        return switch (probe) {
            case Probe.Http(URI address, var _, var _) -> http(address, limit);
            case Probe.Tcp(InetSocketAddress address, var _, var _) -> tcp(address, limit);
            case Probe.Command(List<String> command, var _, var _) -> command(command, limit);
        };
    }

    private Answer http(URI address, Duration limit) throws InterruptedException {
        // The connection's own timeouts are for each read: a server that sends a byte now and then
        // would hold it for ever, so the whole is bounded from outside.
        var asking = new FutureTask<Answer>(() -> httpUnbounded(address, limit));
        probes.execute(asking);
        try {
            return asking.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            asking.cancel(true);
            return new Answer.Bad("no answer from %s within %s".formatted(address, text(limit)));
        } catch (ExecutionException e) {
            return new Answer.Bad("%s: %s".formatted(address, e.getCause()));
        }
    }

    private static Answer httpUnbounded(URI address, Duration limit) {
        try {
            var connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
            try {
                connection.setConnectTimeout(milliseconds(limit));
                connection.setReadTimeout(milliseconds(limit));
                connection.setInstanceFollowRedirects(false);
                connection.setUseCaches(false);
                connection.setRequestProperty("Connection", "close");
                int status = connection.getResponseCode();
                return status >= 200 && status < 400
                        ? new Answer.Good()
                        : new Answer.Bad("%s answered %d".formatted(address, status));
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return new Answer.Bad("%s: %s".formatted(address, e.getMessage()));
        }
    }

    private static Answer tcp(InetSocketAddress address, Duration limit) {
        try (var socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(address, milliseconds(limit));
            return new Answer.Good();
        } catch (IOException e) {
            return new Answer.Bad("%s: %s".formatted(address, e.getMessage()));
        }
    }

    private Answer command(List<String> command, Duration limit) throws InterruptedException {
        String name = command.getFirst();
        var program = new Program(command, server.directory(), server.user(), server.environment());
        return switch (runner.run(program, limit)) {
            case RunResult.Exited(int status, var _, var _) when status == 0 -> new Answer.Good();
            case RunResult.Exited(int status, String output, String errors) ->
                    new Answer.Bad(
                            "%s ended with status %d: %s"
                                    .formatted(name, status, firstLine(errors + output)));
            case RunResult.TimedOut(var _, var _) ->
                    new Answer.Bad("%s did not end within %s".formatted(name, text(limit)));
            case RunResult.NotStarted(String why) -> new Answer.Bad(why);
        };
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("no output");
    }

    private static String text(Duration duration) {
        return duration.toMillis() + " ms";
    }

    private static int milliseconds(Duration duration) {
        return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
    }
}
