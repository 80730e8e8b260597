package io.understudy.node.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A connection to the guard that says whatever a test wants, and gets an empty line for none. */
final class Asked implements AutoCloseable {

    final String greeting;
    private final SocketChannel channel;
    private final BufferedReader lines;

    Asked(TestHome home) throws IOException {
        channel = home.connect();
        lines =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(channel), StandardCharsets.US_ASCII));
        greeting = String.valueOf(lines.readLine());
    }

    String ask(String line) {
        try {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
            String answer = lines.readLine();
            return answer == null ? "" : answer;
        } catch (IOException _) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
