package io.understudy.node.arbiter;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * The register in a namespace of an ensemble outside of the nodes.
 *
 * <p>Its version is the transaction that wrote it, which rises through the ensemble's whole life;
 * the znode's own version starts anew when the znode does. A read goes through the ensemble's
 * leader first, so that a member that lags says what was already written when it was asked.
 */
final class NamespaceRegister implements Register {

    private static final Set<Code> OTHER_VERSION =
            EnumSet.of(Code.BADVERSION, Code.NONODE, Code.NODEEXISTS);
    private static final char END_OF_LIFE = '\n';

    private final Calls calls;
    private final Namespace namespace;
    private final ClusterStateCodec codec = new ClusterStateCodec();
    private final AtomicReference<Optional<Mark>> newest = new AtomicReference<>(Optional.empty());

    NamespaceRegister(Connection<Line> connection, Namespace namespace) {
        this.calls = new Calls(connection);
        this.namespace = namespace;
    }

    /**
     * What this node knows of the register beside its value.
     *
     * @param transaction that wrote the value
     * @param version of the znode
     * @param life which register it is
     */
    private record Mark(long transaction, int version, String life) {}

    private record Content(String text, Stat stat) {}

    @Override
    public ReadResult read(Duration deadline) {
        long due = System.nanoTime() + deadline.toNanos();
        Optional<Mark> before = newest.get();
        Reply<Content> reply = calls.call(deadline, this::get);
        while (isLost(reply) && due - System.nanoTime() > 0) {
            reply = calls.call(Duration.ofNanos(due - System.nanoTime()), this::get);
        }
        return switch (reply) {
            case Reply.Answer<Content>(Content content) -> found(content, before);
            case Reply.Refusal<Content>(Code code) when code == Code.NONODE -> absent(before);
            case Reply.Refusal<Content>(Code code) ->
                    new ReadResult.Unknown(Namespace.answered(code));
            case Reply.Silence<Content>(String why) -> new ReadResult.Unknown(why);
        };
    }

    private static boolean isLost(Reply<Content> reply) {
        return reply instanceof Reply.Refusal<Content>(Code code) && code == Code.CONNECTIONLOSS;
    }

    private ReadResult absent(Optional<Mark> before) {
        return before.isEmpty()
                ? new ReadResult.Absent()
                : new ReadResult.Unknown(
                        ("needed the register in the znode %s, where this node has seen it, found"
                             + " that it was deleted; restore the ensemble's data, or a person has"
                             + " to decide")
                                .formatted(namespace.register()));
    }

    private ReadResult found(Content content, Optional<Mark> before) {
        String text = content.text();
        int end = text.indexOf(END_OF_LIFE);
        long transaction = content.stat().getMzxid();
        if (end < 1) {
            return new ReadResult.Unknown(
                    "needed this cluster's register in the znode %s, found something else"
                            .formatted(namespace.register()));
        }
        if (before.filter(mark -> mark.transaction() > transaction).isPresent()) {
            return new ReadResult.Unknown(
                    ("needed the register as new as this node has seen it, found an older one in"
                         + " %s: a member of the ensemble lags behind, or its data was restored"
                         + " from a copy, and then a person has to decide")
                            .formatted(namespace.register()));
        }
        saw(new Mark(transaction, content.stat().getVersion(), text.substring(0, end)));
        try {
            return new ReadResult.Found(
                    new Versioned(
                            new Version(transaction),
                            codec.decode(
                                    text.substring(end + 1).getBytes(StandardCharsets.UTF_8))));
        } catch (ClusterStateCodec.UnreadableStateException e) {
            return new ReadResult.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private void saw(Mark mark) {
        newest.accumulateAndGet(
                Optional.of(mark),
                (old, fresh) ->
                        old.filter(known ->
                                        known.transaction() >= fresh.orElseThrow().transaction())
                                        .isPresent()
                                ? old
                                : fresh);
    }

    @Override
    public CasResult compareAndSet(Version expected, ClusterState next, Duration deadline) {
        if (expected.equals(Version.ABSENT)) {
            return make(next, deadline);
        }
        long due = System.nanoTime() + deadline.toNanos();
        if (newest.get().filter(mark -> mark.transaction() >= expected.number()).isEmpty()
                && read(deadline) instanceof ReadResult.Unknown(String why)) {
            return new CasResult.Unknown(why);
        }
        // Greater, and the register was written since; smaller, and it never was at that version.
        return newest.get()
                .filter(mark -> mark.transaction() == expected.number())
                .map(mark -> write(mark, next, Duration.ofNanos(due - System.nanoTime())))
                .orElseGet(CasResult.Conflict::new);
    }

    private CasResult write(Mark mark, ClusterState next, Duration deadline) {
        List<Op> steps =
                List.of(
                        Op.check(namespace.life(mark.life()), 0),
                        Op.setData(namespace.register(), value(mark.life(), next), mark.version()));
        return switch (Transaction.send(calls, deadline, steps)) {
            case Reply.Answer<List<OpResult>>(List<OpResult> results) ->
                    written(mark.life(), Transaction.stat(results));
            case Reply.Refusal<List<OpResult>>(Code code) when OTHER_VERSION.contains(code) ->
                    new CasResult.Conflict();
            case Reply.Refusal<List<OpResult>>(Code code) ->
                    new CasResult.Unknown(Namespace.answered(code));
            case Reply.Silence<List<OpResult>>(String why) -> new CasResult.Unknown(why);
        };
    }

    private CasResult make(ClusterState first, Duration deadline) {
        String life = UUID.randomUUID().toString();
        return switch (namespace.make(calls.within(deadline), life, value(life, first), deadline)) {
            case Namespace.Made.Done(Stat stat) -> written(life, stat);
            case Namespace.Made.ThereAlready() -> new CasResult.Conflict();
            case Namespace.Made.Unknown(String why) -> new CasResult.Unknown(why);
        };
    }

    private CasResult written(String life, Stat stat) {
        saw(new Mark(stat.getMzxid(), stat.getVersion(), life));
        return new CasResult.Written(new Version(stat.getMzxid()));
    }

    private byte[] value(String life, ClusterState state) {
        return (life + END_OF_LIFE + new String(codec.encode(state), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Both are sent at once, and the server answers them in turn. */
    private void get(ZooKeeper zooKeeper, Consumer<Reply<Content>> answer) {
        AtomicReference<Code> caughtUp = new AtomicReference<>(Code.OK);
        zooKeeper.sync(
                namespace.register(),
                (int code, String _, Object _) -> caughtUp.set(Code.get(code)),
                null);
        zooKeeper.getData(
                namespace.register(),
                false,
                (int code, String _, Object _, byte[] data, Stat stat) -> {
                    Code worse = Code.get(code) == Code.OK ? caughtUp.get() : Code.get(code);
                    answer.accept(
                            worse == Code.OK
                                    ? new Reply.Answer<>(
                                            new Content(
                                                    new String(data, StandardCharsets.UTF_8), stat))
                                    : new Reply.Refusal<>(worse));
                },
                null);
    }
}
