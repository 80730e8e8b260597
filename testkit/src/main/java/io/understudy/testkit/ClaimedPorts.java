package io.understudy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback ports for the programs that tests start. A port that was merely free a moment ago may be
 * another's by the time that a program listens there: another test's, or that of any connection,
 * for which the kernel takes what it likes from a range of its own. These lie below that range, and
 * each is claimed by a UDP socket of the same number for as long as this process lives.
 */
public final class ClaimedPorts {

    private static final int COUNT = 12_000;
    private static final int MOST_TRIES = 10_000;

    /** What a configuration has where it names none: claimed, they would be one of its two. */
    private static final Set<Integer> USUAL = Set.of(5432, 7700, 7701, 7702, 8155);

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** Kept open until the process ends, which is when nothing of its tests listens any more. */
    private static final List<DatagramSocket> CLAIMS = new ArrayList<>();

    private ClaimedPorts() {}

    public static int one() {
        return some(1).getFirst();
    }

    public static synchronized List<Integer> some(int count) {
        int past = firstOfTheKernels();
        List<Integer> ports = new ArrayList<>();
        for (int tries = 0; ports.size() < count; tries++) {
            if (tries == MOST_TRIES) {
                throw new IllegalStateException(
                        "needed %d free ports below %d, found %d"
                                .formatted(count, past, ports.size()));
            }
            int port = ThreadLocalRandom.current().nextInt(past - COUNT, past);
            if (!USUAL.contains(port) && claim(port)) {
                ports.add(port);
            }
        }
        return List.copyOf(ports);
    }

    private static boolean claim(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, HERE)) {
            CLAIMS.add(new DatagramSocket(new InetSocketAddress(HERE, port)));
            return true;
        } catch (SocketException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int firstOfTheKernels() {
        try {
            String range = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
            return Math.clamp(Long.parseLong(range.replaceAll("(?s)\\s.*", "")), 14_000, 32_768);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
