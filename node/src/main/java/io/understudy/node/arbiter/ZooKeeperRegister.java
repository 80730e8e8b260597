package io.understudy.node.arbiter;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.jute.Record;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.proto.Create2Response;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.GetDataResponse;
import org.apache.zookeeper.proto.SetDataRequest;
import org.apache.zookeeper.proto.SetDataResponse;

/**
 * The register in one znode of the nodes' own ensemble; its version is the znode's.
 *
 * <p>The znodes are open to everybody who has a session, for only the daemons themselves have one:
 * their servers listen for each other alone.
 */
final class ZooKeeperRegister implements Register {

    private static final String ROOT = "/understudy";
    private static final byte[] NOTHING = {};
    private static final Set<Code> OTHER_VERSION =
            EnumSet.of(Code.BADVERSION, Code.NONODE, Code.NODEEXISTS);

    private final Connection<MemberSession> server;
    private final ClusterStateCodec codec;
    private final String folder;
    private final String path;

    ZooKeeperRegister(Connection<MemberSession> server, ClusterStateCodec codec, String cluster) {
        this.server = server;
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
        Reply<GetDataResponse> reply =
                server.call(
                        deadline,
                        deadline,
                        session -> CompletableFuture.completedFuture(session.read(path)));
        return switch (reply) {
            case Reply.Silence<GetDataResponse>(String why) -> new ReadResult.Unknown(why);
            case Reply.Refusal<GetDataResponse>(Code code) when code == Code.NONODE ->
                    new ReadResult.Absent();
            case Reply.Refusal<GetDataResponse>(Code code) ->
                    new ReadResult.Unknown(sentence(code));
            case Reply.Answer<GetDataResponse>(GetDataResponse found) ->
                    found(found.getData(), found.getStat().getVersion());
        };
    }

    private ReadResult found(byte[] data, int version) {
        try {
            return new ReadResult.Found(new Versioned(new Version(version), codec.decode(data)));
        } catch (ClusterStateCodec.UnreadableStateException e) {
            return new ReadResult.Unknown(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public CasResult compareAndSet(Version expected, ClusterState next, Duration deadline) {
        byte[] data = codec.encode(next);
        Reply<Integer> reply =
                server.call(
                        deadline,
                        deadline,
                        expected.equals(Version.ABSENT)
                                ? session -> found(session, data)
                                : session -> set(session, expected, data));
        return switch (reply) {
            case Reply.Silence<Integer>(String why) -> new CasResult.Unknown(why);
            case Reply.Refusal<Integer>(Code code) when OTHER_VERSION.contains(code) ->
                    new CasResult.Conflict();
            case Reply.Refusal<Integer>(Code code) -> new CasResult.Unknown(sentence(code));
            case Reply.Answer<Integer>(Integer version) ->
                    new CasResult.Written(new Version(version));
        };
    }

    private CompletableFuture<Reply<Integer>> set(
            MemberSession session, Version expected, byte[] data) {
        SetDataRequest request = new SetDataRequest(path, data, Math.toIntExact(expected.number()));
        return to(OpCode.setData, request, SetDataResponse.class)
                .apply(session)
                .thenApply(reply -> reply.map(done -> done.getStat().getVersion()));
    }

    /** The first write of a cluster's life: the znodes above the register, then the register. */
    private CompletableFuture<Reply<Integer>> found(MemberSession session, byte[] data) {
        return create(session, ROOT, NOTHING)
                .thenCompose(then(() -> create(session, folder, NOTHING)))
                .thenCompose(then(() -> create(session, path, data)));
    }

    /** Goes on once the parent is there, whoever made it. */
    private static Function<Reply<Integer>, CompletableFuture<Reply<Integer>>> then(
            Supplier<CompletableFuture<Reply<Integer>>> next) {
        return parent ->
                parent instanceof Reply.Answer<Integer>
                                || parent.equals(new Reply.Refusal<Integer>(Code.NODEEXISTS))
                        ? next.get()
                        : CompletableFuture.completedFuture(parent);
    }

    private static CompletableFuture<Reply<Integer>> create(
            MemberSession session, String path, byte[] data) {
        CreateRequest request =
                new CreateRequest(
                        path,
                        data,
                        List.copyOf(ZooDefs.Ids.OPEN_ACL_UNSAFE),
                        CreateMode.PERSISTENT.toFlag());
        return to(OpCode.create2, request, Create2Response.class)
                .apply(session)
                .thenApply(reply -> reply.map(done -> done.getStat().getVersion()));
    }

    private static <T extends Record> Function<MemberSession, CompletableFuture<Reply<T>>> to(
            int type, Record request, Class<T> answer) {
        return session -> session.send(type, request).thenApply(reply -> reply.map(answer::cast));
    }

    private static String sentence(Code code) {
        return "the arbiter's server on this node answered " + code;
    }
}
