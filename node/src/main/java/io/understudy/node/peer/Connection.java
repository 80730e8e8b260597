package io.understudy.node.peer;

import io.understudy.node.identity.ClusterTls;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to a node: HTTP/1.1 over TLS, one call after the other, each in the caller's own
 * thread. An interrupt ends what is under way. For one caller at a time, but for its closing.
 */
final class Connection implements Closeable {

    private static final int LONGEST_HEAD = 16 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([1-5][0-9]{2})( .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final SocketChannel channel;
    private final String endpoint;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();

    /**
     * What comes before an answer's body.
     *
     * @param length of the body; empty where it is not told
     * @param stays whether another call may follow
     */
    record Head(int status, Optional<Long> length, boolean stays) {}

    /** What came is no answer that a node gives; the message is what was found. */
    static final class UnfitAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        UnfitAnswerException(String found) {
            super(found);
        }
    }

    /** Not open yet, but may be closed from now on. */
    Connection(String endpoint) throws IOException {
        this.endpoint = endpoint;
        this.channel = SocketChannel.open();
    }

    /**
     * Connects, and sees whom it has reached.
     *
     * @param factory of a context that trusts the one node that is meant
     */
    void open(SSLSocketFactory factory, Duration longest) throws IOException {
        int colon = endpoint.lastIndexOf(':');
        String host = endpoint.substring(0, colon);
        int port = Integer.parseInt(endpoint.substring(colon + 1));
        channel.socket()
                .connect(new InetSocketAddress(host, port), Math.toIntExact(longest.toMillis()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (factory.createSocket(channel.socket(), host, port, true) instanceof SSLSocket tls) {
            tls.setSSLParameters(ClusterTls.clientParameters());
            tls.startHandshake();
            in = tls.getInputStream();
            out = tls.getOutputStream();
        } else {
            throw new IllegalStateException("a factory of TLS sockets makes TLS sockets");
        }
    }

    /** Gets, or posts that body. */
    Head ask(String path, Optional<String> body) throws IOException {
        byte[] sent = body.orElse("").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(
                "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
                        .formatted(
                                body.isPresent() ? "POST" : "GET",
                                path,
                                endpoint,
                                body.isPresent() ? "Content-Length: " + sent.length + "\r\n" : "")
                        .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(sent);
        out.write(request.toByteArray());
        out.flush();
        return head();
    }

    /** What follows a head: of a body so much as the head says, and no more. */
    InputStream body() {
        return in;
    }

    private Head head() throws IOException {
        int left = LONGEST_HEAD;
        String first = line(left);
        Matcher status = STATUS.matcher(first);
        if (!status.matches()) {
            throw new UnfitAnswerException("one that is not HTTP/1.1");
        }
        Optional<Long> length = Optional.empty();
        boolean stays = true;
        left -= first.length();
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            left -= line.length();
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            switch (name) {
                case "content-length" -> {
                    if (length.isPresent() || !LENGTH.matcher(value).matches()) {
                        throw new UnfitAnswerException("one whose length is not clear");
                    }
                    length = Optional.of(Long.parseLong(value));
                }
                case "transfer-encoding" -> throw new UnfitAnswerException("one in chunks");
                case "connection" -> stays = !value.equalsIgnoreCase("close");
                default -> {}
            }
        }
        return new Head(Integer.parseInt(status.group(1)), length, stays);
    }

    private String line(int most) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("it was closed before the answer");
            }
            if (line.length() >= most) {
                throw new UnfitAnswerException("one with too long a head");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** At once, whoever uses it; any thread may. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
