package io.understudy.node.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a server of this host for a page over plain HTTP, and hears no more of its answer than how
 * it begins. A probe comes every second for months: the JDK's client needs a second thread for
 * each, to bound the whole of it, and four times the work.
 */
final class StatusLine {

    /** Those that nobody has to be asked for: a name's owner may take long to answer. */
    private static final Pattern HERE = Pattern.compile("localhost|[0-9.]+|\\[[0-9a-fA-F:.]+]");

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})\\s*");
    private static final int ENOUGH = "HTTP/1.1 200 ".length();
    private static final int HTTP_PORT = 80;

    private StatusLine() {}

    static boolean canAsk(URI address) {
        return "http".equals(address.getScheme())
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && HERE.matcher(address.getHost()).matches();
    }

    /**
     * Blocks for the limit at most.
     *
     * @param address one that {@link #canAsk} takes
     */
    static Answer ask(URI address, Duration limit) {
        long due = System.nanoTime() + limit.toNanos();
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            int port = address.getPort() < 0 ? HTTP_PORT : address.getPort();
            socket.connect(new InetSocketAddress(address.getHost(), port), left(due));
            socket.getOutputStream().write(request(address));
            String said = beginning(socket, due);
            Matcher status = STATUS.matcher(said);
            if (!status.matches()) {
                return new Answer.Bad("%s answered what is no HTTP".formatted(address));
            }
            int code = Integer.parseInt(status.group(1));
            return code >= 200 && code < 400
                    ? new Answer.Good()
                    : new Answer.Bad("%s answered %d".formatted(address, code));
        } catch (SocketTimeoutException _) {
            return new Answer.Bad(
                    "no answer from %s within %d ms".formatted(address, limit.toMillis()));
        } catch (IOException e) {
            return new Answer.Bad("%s: %s".formatted(address, e.getMessage()));
        }
    }

    private static byte[] request(URI address) {
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return String.join(
                        "\r\n",
                        "GET " + path + query + " HTTP/1.1",
                        "Host: " + address.getRawAuthority(),
                        "User-Agent: understudy",
                        "Accept: */*",
                        "Connection: close",
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A server that sends a byte now and then is not waited for any longer. */
    private static String beginning(Socket socket, long due) throws IOException {
        byte[] heard = new byte[ENOUGH];
        int length = 0;
        while (length < ENOUGH) {
            socket.setSoTimeout(left(due));
            int more = socket.getInputStream().read(heard, length, ENOUGH - length);
            if (more < 0) {
                break;
            }
            length += more;
        }
        return new String(heard, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static int left(long due) throws SocketTimeoutException {
        long millis = (due - System.nanoTime()) / 1_000_000;
        if (millis < 1) {
            throw new SocketTimeoutException();
        }
        return Math.toIntExact(Math.min(millis, Integer.MAX_VALUE));
    }
}
