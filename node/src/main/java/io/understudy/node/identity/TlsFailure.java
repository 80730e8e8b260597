package io.understudy.node.identity;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection to a node failed, as one sentence. */
public final class TlsFailure {

    private static final int DEEPEST = 10;

    private TlsFailure() {}

    /**
     * Tells what went wrong, looking through the causes for what says most.
     *
     * @param peer whom was called, for the sentence: {@code ci-a at 10.0.0.11:7700}
     */
    public static String sentence(Throwable failure, String peer) {
        return find(failure, UntrustedPeerException.class)
                .map(untrusted -> peer + ": " + untrusted.getMessage())
                .or(() -> find(failure, SSLException.class).map(tls -> alert(tls, peer)))
                .orElseGet(() -> network(failure, peer));
    }

    private static String alert(SSLException failure, String peer) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Received fatal alert")) {
            return peer
                    + " refused this side's certificate: it has expired, or is of another cluster,"
                    + " or is a token's; the log there says which";
        }
        return "needed TLS 1.3 with " + peer + ", found: " + message;
    }

    private static String network(Throwable failure, String peer) {
        if (has(failure, UnknownHostException.class)
                || has(failure, UnresolvedAddressException.class)) {
            return "needed the address of " + peer + ", found that its name does not resolve";
        }
        if (has(failure, HttpTimeoutException.class)
                || has(failure, SocketTimeoutException.class)) {
            return "needed an answer from "
                    + peer
                    + ", found none in time; is it up, and the port"
                    + " open?";
        }
        if (has(failure, ConnectException.class)) {
            return "needed "
                    + peer
                    + " to answer, found that nothing listens there; is"
                    + " `understudy node` running on it?";
        }
        // A peer that refuses a certificate often hangs up before its alert is read.
        return ("needed an answer from %s, found that the connection broke (%s); where it does so"
                        + " again, it may not take this side's certificate, and its log says why")
                .formatted(peer, failure.getMessage());
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return find(failure, kind).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(
            @Nullable Throwable failure, Class<T> kind) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < DEEPEST; depth++) {
            if (kind.isInstance(current)) {
                return Optional.of(kind.cast(current));
            }
            current = current.getCause();
        }
        return Optional.empty();
    }
}
