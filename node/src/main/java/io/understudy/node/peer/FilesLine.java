package io.understudy.node.peer;

import io.understudy.core.model.NodeId;
import io.understudy.node.files.FileSource.Reply;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.TlsFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The way to one node for answers of any length. The JDK's HTTP client passes each 16 KiB from
 * thread to thread, which takes longer than to decipher them: here whoever reads does all of it.
 * Keeps one connection. Any thread may call; its certificate must carry the node's name, or nothing
 * is asked.
 */
final class FilesLine implements AutoCloseable {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    private static final int NOT_FOUND = 404;

    /** A node is replaced by one of another version now and then. */
    private static final Duration LACKS_FOR = Duration.ofMinutes(1);

    /** Well before the other side closes a quiet connection. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(20);

    private final SSLSocketFactory factory;
    private final String endpoint;
    private final String name;
    private final Patience patience;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> lacking = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Idle> idle = new AtomicReference<>();

    /**
     * How long is waited for a body.
     *
     * @param pause how long nothing may come
     * @param whole how long all of it may take
     */
    record Patience(Duration pause, Duration whole) {}

    private record Idle(Connection connection, long since) {}

    private record Call(String path, Optional<String> body, long due) {}

    FilesLine(ClusterTls tls, NodeId node, String endpoint, Patience patience) {
        this.factory = tls.client(node).getSocketFactory();
        this.endpoint = endpoint;
        this.name = node + " at " + endpoint;
        this.patience = patience;
    }

    /**
     * Gets, or posts that body; where a kept connection turns out to be closed, it asks once more.
     *
     * @param deadline for what comes before the answer's body
     */
    Reply ask(String path, Optional<String> body, Duration deadline) {
        Call call = new Call(path, body, System.nanoTime() + deadline.toNanos());
        Optional<Connection> kept = kept();
        try {
            return kept.isPresent() ? once(kept.get(), call) : anew(call);
        } catch (Connection.UnfitAnswerException | SocketTimeoutException e) {
            return silent(e);
        } catch (IOException e) {
            return kept.isPresent() && !Thread.currentThread().isInterrupted()
                    ? again(call)
                    : silent(e);
        }
    }

    private Reply again(Call call) {
        try {
            return anew(call);
        } catch (IOException e) {
            return silent(e);
        }
    }

    private Reply silent(IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            return new Reply.Silent("it was told to stop");
        }
        return new Reply.Silent(
                e instanceof Connection.UnfitAnswerException
                        ? "needed an answer that this version understands from %s, found %s"
                                .formatted(name, e.getMessage())
                        : TlsFailure.sentence(e, name));
    }

    private Optional<Connection> kept() {
        Idle found = idle.getAndSet(null);
        if (found == null) {
            return Optional.empty();
        }
        if (System.nanoTime() - found.since() > LONGEST_IDLE.toNanos()) {
            drop(found.connection());
            return Optional.empty();
        }
        return Optional.of(found.connection());
    }

    private void keep(Connection connection) {
        Idle before = idle.getAndSet(new Idle(connection, System.nanoTime()));
        if (before != null) {
            drop(before.connection());
        }
    }

    private void drop(Connection connection) {
        open.remove(connection);
        try {
            connection.close();
        } catch (IOException _) {
            // It is of no use any more.
        }
    }

    private Reply anew(Call call) throws IOException {
        Connection connection = new Connection(endpoint);
        open.add(connection);
        boolean opened = false;
        Deadline deadline = new Deadline(left(call), connection);
        try (deadline) {
            connection.open(factory, LONGEST_CONNECT);
            opened = true;
        } catch (IOException e) {
            throw deadline.passed() ? late(e) : e;
        } finally {
            if (!opened) {
                drop(connection);
            }
        }
        return once(connection, call);
    }

    /** Whether there was nothing at that path a moment ago. */
    boolean lacks(String path) {
        Long since = lacking.get(path);
        return since != null && System.nanoTime() - since < LACKS_FOR.toNanos();
    }

    private static String path(Call call) {
        int query = call.path().indexOf('?');
        return query < 0 ? call.path() : call.path().substring(0, query);
    }

    private static Duration left(Call call) {
        return Duration.ofNanos(Math.max(1, call.due() - System.nanoTime()));
    }

    private static IOException late(IOException e) {
        IOException late = new SocketTimeoutException("no answer in time");
        late.addSuppressed(e);
        return late;
    }

    private Reply once(Connection connection, Call call) throws IOException {
        boolean used = false;
        Deadline deadline = new Deadline(left(call), connection);
        try (deadline) {
            Connection.Head head = connection.ask(call.path(), call.body());
            if (head.status() == NOT_FOUND) {
                lacking.put(path(call), System.nanoTime());
            }
            if (head.status() != 200) {
                return new Reply.Silent("%s declined (%d)".formatted(name, head.status()));
            }
            long length =
                    head.length()
                            .orElseThrow(() ->
                                    new Connection.UnfitAnswerException(
                                            "one that does not tell its length"));
            Body body =
                    new Body(
                            connection.body(),
                            length,
                            whole -> {
                                if (whole && head.stays()) {
                                    keep(connection);
                                } else {
                                    drop(connection);
                                }
                            });
            used = true;
            return reply(body, length);
        } catch (IOException e) {
            throw deadline.passed() ? late(e) : e;
        } finally {
            if (!used) {
                drop(connection);
            }
        }
    }

    private Reply reply(Body body, long length) throws IOException {
        if (length == 0) {
            body.close();
            return new Reply.Nothing();
        }
        return new Reply.Bytes(new PatientBody(body, name, patience.pause(), patience.whole()));
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        open.forEach(this::drop);
    }
}
