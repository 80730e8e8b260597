package io.understudy.node.arbiter;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * The register in one znode; its version is the znode's.
 *
 * <p>The znodes are open to everybody who is connected, for only the cluster's own nodes can
 * connect: the TLS below asks each client for a certificate of the cluster's authority.
 */
final class ZooKeeperRegister implements Register {

    private static final String ROOT = "/understudy";
    private static final byte[] NOTHING = {};
    private static final Set<Code> OTHER_VERSION =
            EnumSet.of(Code.BADVERSION, Code.NONODE, Code.NODEEXISTS);

    private final Calls calls;
    private final ClusterStateCodec codec;
    private final String folder;
    private final String path;

    ZooKeeperRegister(Connection connection, ClusterStateCodec codec, String cluster) {
        this.calls = new Calls(connection);
        this.codec = codec;
        this.folder = folder(cluster);
        this.path = path(cluster);
    }

    static String path(String cluster) {
        return folder(cluster) + "/register";
    }

    private static String folder(String cluster) {
        return ROOT + "/" + cluster;
    }

    @Override
    public ReadResult read(Duration deadline) {
        return switch (calls.call(deadline, this::get)) {
            case Reply.Silence<Content>(String why) -> new ReadResult.Unknown(why);
            case Reply.Refusal<Content>(Code code) when code == Code.NONODE ->
                    new ReadResult.Absent();
            case Reply.Refusal<Content>(Code code) -> new ReadResult.Unknown(sentence(code));
            case Reply.Answer<Content>(Content(String data, int version)) -> found(data, version);
        };
    }

    private ReadResult found(String data, int version) {
        try {
            return new ReadResult.Found(
                    new Versioned(
                            new Version(version),
                            codec.decode(data.getBytes(StandardCharsets.UTF_8))));
        } catch (ClusterStateCodec.UnreadableStateException e) {
            return new ReadResult.Unknown(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public CasResult compareAndSet(Version expected, ClusterState next, Duration deadline) {
        byte[] data = codec.encode(next);
        Reply<Integer> reply =
                expected.equals(Version.ABSENT)
                        ? calls.call(
                                deadline, (zooKeeper, answer) -> found(zooKeeper, data, answer))
                        : calls.call(
                                deadline,
                                (zooKeeper, answer) -> set(zooKeeper, expected, data, answer));
        return switch (reply) {
            case Reply.Silence<Integer>(String why) -> new CasResult.Unknown(why);
            case Reply.Refusal<Integer>(Code code) when OTHER_VERSION.contains(code) ->
                    new CasResult.Conflict();
            case Reply.Refusal<Integer>(Code code) -> new CasResult.Unknown(sentence(code));
            case Reply.Answer<Integer>(Integer version) ->
                    new CasResult.Written(new Version(version));
        };
    }

    private void get(ZooKeeper zooKeeper, Consumer<Reply<Content>> answer) {
        zooKeeper.getData(
                path,
                false,
                (int code, String _, Object _, byte[] data, Stat stat) ->
                        answer.accept(
                                Code.get(code) == Code.OK
                                        ? new Reply.Answer<>(
                                                new Content(
                                                        new String(data, StandardCharsets.UTF_8),
                                                        stat.getVersion()))
                                        : new Reply.Refusal<>(Code.get(code))),
                null);
    }

    private void set(
            ZooKeeper zooKeeper, Version expected, byte[] data, Consumer<Reply<Integer>> answer) {
        zooKeeper.setData(
                path,
                data,
                Math.toIntExact(expected.number()),
                (int code, String _, Object _, Stat stat) ->
                        answer.accept(written(Code.get(code), stat)),
                null);
    }

    /** The first write of a cluster's life: the znodes above the register, then the register. */
    private void found(ZooKeeper zooKeeper, byte[] data, Consumer<Reply<Integer>> answer) {
        Runnable register = () -> create(zooKeeper, path, data, answer);
        Runnable below = () -> create(zooKeeper, folder, NOTHING, then(register, answer));
        create(zooKeeper, ROOT, NOTHING, then(below, answer));
    }

    /** Goes on once the parent is there, whoever made it. */
    private static Consumer<Reply<Integer>> then(Runnable next, Consumer<Reply<Integer>> answer) {
        return parent -> {
            if (parent instanceof Reply.Answer<Integer>
                    || parent.equals(new Reply.Refusal<Integer>(Code.NODEEXISTS))) {
                next.run();
            } else {
                answer.accept(parent);
            }
        };
    }

    private static void create(
            ZooKeeper zooKeeper, String path, byte[] data, Consumer<Reply<Integer>> answer) {
        zooKeeper.create(
                path,
                data,
                List.copyOf(ZooDefs.Ids.OPEN_ACL_UNSAFE),
                CreateMode.PERSISTENT,
                (int code, String _, Object _, String _, Stat stat) ->
                        answer.accept(written(Code.get(code), stat)),
                null);
    }

    private static Reply<Integer> written(Code code, Stat stat) {
        return code == Code.OK ? new Reply.Answer<>(stat.getVersion()) : new Reply.Refusal<>(code);
    }

    private record Content(String data, int version) {}

    private static String sentence(Code code) {
        return "the arbiter's server on this node answered " + code;
    }
}
