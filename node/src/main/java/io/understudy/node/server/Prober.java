package io.understudy.node.server;

import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

    /** A server that greets does so with few bytes. */
    private static final int MOST_WORDS = 1024;

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
            case Probe.Http(URI address, var _, var _) ->
                    StatusLine.canAsk(address)
                            ? StatusLine.ask(address, limit)
                            : http(address, limit);
            case Probe.Tcp(InetSocketAddress address, String says, var _, var _) ->
                    tcp(address, says, limit);
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

    private static Answer tcp(InetSocketAddress address, String says, Duration limit) {
        long due = System.nanoTime() + limit.toNanos();
        try (var socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(address, milliseconds(limit));
            return says.isEmpty() ? new Answer.Good() : greeted(socket, says, due);
        } catch (SocketTimeoutException _) {
            return new Answer.Bad("%s said nothing within %s".formatted(address, text(limit)));
        } catch (IOException e) {
            return new Answer.Bad("%s: %s".formatted(address, e.getMessage()));
        }
    }

    /** Whether the words come, among the first bytes and in time. */
    private static Answer greeted(Socket socket, String says, long due) throws IOException {
        byte[] heard = new byte[MOST_WORDS];
        int length = 0;
        while (length < heard.length) {
            long left = due - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout(milliseconds(Duration.ofNanos(left)));
            int more = socket.getInputStream().read(heard, length, heard.length - length);
            if (more < 0) {
                break;
            }
            length += more;
            if (new String(heard, 0, length, StandardCharsets.ISO_8859_1).contains(says)) {
                return new Answer.Good();
            }
        }
        return new Answer.Bad(
                "%s did not say '%s'".formatted(socket.getRemoteSocketAddress(), says));
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
