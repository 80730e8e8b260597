package io.understudy.node.arbiter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/**
 * The cluster's own place in an ensemble that others may use, too.
 *
 * <pre>
 * /understudy/acme                  whose it is: the cluster's name and id
 * /understudy/acme/register         the life's name, then the cluster's state
 * /understudy/acme/register/LIFE    nothing; there as long as this very register is
 * </pre>
 *
 * <p>A znode that is deleted and made again counts its versions from the start, so a node that
 * remembers the former one could write the new one by a version that means nothing there. Each
 * register therefore has a child of a random name, which every write checks in the same
 * transaction: ZooKeeper deletes no znode before its children.
 */
final class Namespace {

    private static final byte[] NOTHING = {};

    private final String path;
    private final String owner;
    private final Rights rights;

    Namespace(ZooKeeperSettings settings, Rights rights) {
        this.path = settings.namespace();
        this.owner = settings.owner().cluster() + " " + settings.owner().id();
        this.rights = rights;
    }

    String register() {
        return path + "/register";
    }

    String life(String name) {
        return register() + "/" + name;
    }

    /**
     * Why this cluster may not use it, in one sentence; empty where it may, or where nothing is
     * there yet. Blocks for a few answers.
     *
     * @param each how long one answer may take
     */
    Optional<String> trouble(Calls calls, Duration each) {
        return ownerTrouble(calls, each)
                .or(() -> rightsTrouble(calls, each, path))
                .or(() -> rightsTrouble(calls, each, register()));
    }

    private Optional<String> rightsTrouble(Calls calls, Duration each, String znode) {
        return switch (calls.<List<ACL>>call(
                each,
                (zooKeeper, answer) ->
                        zooKeeper.getACL(
                                znode,
                                new Stat(),
                                (int code, String _, Object _, List<ACL> acl, Stat _) ->
                                        answer.accept(Reply.of(Code.get(code), acl)),
                                null))) {
            case Reply.Answer<List<ACL>>(List<ACL> found) -> rights.trouble(znode, found);
            case Reply.Refusal<List<ACL>>(Code code) -> refusal(code, znode);
            case Reply.Silence<List<ACL>>(String why) -> Optional.of(why);
        };
    }

    private Optional<String> ownerTrouble(Calls calls, Duration each) {
        return switch (held(calls, each)) {
            case Reply.Answer<Held>(Held held) when held.owner().isEmpty() -> Optional.empty();
            case Reply.Answer<Held>(Held held) when held.owner().equals(owner) -> Optional.empty();
            case Reply.Answer<Held>(Held held) ->
                    Optional.of(
                            ("needed the znode %s for cluster %s, found that it belongs to cluster"
                                 + " %s; give each cluster a namespace of its own in"
                                 + " understudy.yaml or, where that one is gone for good, type in"
                                 + " zkCli.sh: deleteall %s")
                                    .formatted(path, owner, held.owner(), path));
            case Reply.Refusal<Held>(Code code) -> refusal(code, path);
            case Reply.Silence<Held>(String why) -> Optional.of(why);
        };
    }

    private Optional<String> refusal(Code code, String znode) {
        return switch (code) {
            case NONODE -> Optional.empty();
            case NOAUTH ->
                    Optional.of(
                            ("needed rights on the znode %s for %s, found none; see that the"
                                 + " password or the certificate is the same on every node and the"
                                 + " one that the znode was made with")
                                    .formatted(znode, rights.who()));
            default -> Optional.of(answered(code));
        };
    }

    static String answered(Code code) {
        return "the ensemble answered " + code;
    }

    private record Held(String owner, int version) {}

    private Reply<Held> held(Calls calls, Duration each) {
        return calls.call(
                each,
                (zooKeeper, answer) ->
                        zooKeeper.getData(
                                path,
                                false,
                                (int code, String _, Object _, byte[] data, Stat stat) ->
                                        answer.accept(
                                                Code.get(code) == Code.OK
                                                        ? new Reply.Answer<>(
                                                                new Held(
                                                                        text(data),
                                                                        stat.getVersion()))
                                                        : new Reply.Refusal<>(Code.get(code))),
                                null));
    }

    private static String text(byte @org.jspecify.annotations.Nullable [] data) {
        return data == null ? "" : new String(data, StandardCharsets.UTF_8).strip();
    }

    /** What became of making the register. */
    sealed interface Made {
        record Done(Stat stat) implements Made {}

        record ThereAlready() implements Made {}

        record Unknown(String why) implements Made {}
    }

    /** Makes what is missing on the way, and the register with its first value. */
    Made make(Calls calls, String life, byte[] value, Duration each) {
        for (String znode : way()) {
            Optional<String> trouble = makeOne(calls, znode, each);
            if (trouble.isPresent()) {
                return new Made.Unknown(trouble.get());
            }
        }
        Optional<String> trouble = trouble(calls, each);
        if (trouble.isPresent()) {
            return new Made.Unknown(trouble.get());
        }
        return switch (held(calls, each)) {
            case Reply.Answer<Held>(Held held) -> make(calls, held, life, value, each);
            case Reply.Refusal<Held>(Code code) -> new Made.Unknown(answered(code));
            case Reply.Silence<Held>(String why) -> new Made.Unknown(why);
        };
    }

    /** All at once: so it is only made where the owner is who was checked. */
    private Made make(Calls calls, Held held, String life, byte[] value, Duration each) {
        List<ACL> acl = rights.own(Perms.ALL);
        List<Op> steps =
                List.of(
                        Op.setData(path, owner.getBytes(StandardCharsets.UTF_8), held.version()),
                        Op.create(register(), NOTHING, acl, CreateMode.PERSISTENT),
                        Op.create(life(life), NOTHING, acl, CreateMode.PERSISTENT),
                        Op.setData(register(), value, 0));
        return switch (Transaction.send(calls, each, steps)) {
            case Reply.Answer<List<OpResult>>(List<OpResult> results) ->
                    new Made.Done(Transaction.stat(results));
            case Reply.Refusal<List<OpResult>>(Code code)
                    when code == Code.NODEEXISTS || code == Code.BADVERSION ->
                    new Made.ThereAlready();
            case Reply.Refusal<List<OpResult>>(Code code) -> new Made.Unknown(answered(code));
            case Reply.Silence<List<OpResult>>(String why) -> new Made.Unknown(why);
        };
    }

    /** The znodes from the topmost to the namespace itself. */
    private List<String> way() {
        List<String> way = new ArrayList<>();
        for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
            way.add(path.substring(0, end));
        }
        way.add(path);
        return way;
    }

    /** Looks first: who may not create beside it is told so even where it is there. */
    private Optional<String> makeOne(Calls calls, String znode, Duration each) {
        Reply<Stat> found =
                calls.call(
                        each,
                        (zooKeeper, answer) ->
                                zooKeeper.exists(
                                        znode,
                                        false,
                                        (int code, String _, Object _, Stat stat) ->
                                                answer.accept(Reply.of(Code.get(code), stat)),
                                        null));
        return switch (found) {
            case Reply.Answer<Stat> _ -> Optional.empty();
            case Reply.Refusal<Stat>(Code code) when code == Code.NONODE ->
                    create(calls, znode, each);
            case Reply.Refusal<Stat>(Code code) -> Optional.of(answered(code));
            case Reply.Silence<Stat>(String why) -> Optional.of(why);
        };
    }

    private Optional<String> create(Calls calls, String znode, Duration each) {
        List<ACL> acl = znode.equals(path) ? rights.own(Perms.ALL) : rights.shared();
        Reply<String> made =
                calls.call(
                        each,
                        (zooKeeper, answer) ->
                                zooKeeper.create(
                                        znode,
                                        NOTHING,
                                        acl,
                                        CreateMode.PERSISTENT,
                                        (int code, String _, Object _, String name) ->
                                                answer.accept(Reply.of(Code.get(code), name)),
                                        null));
        return switch (made) {
            case Reply.Answer<String> _ -> Optional.empty();
            case Reply.Refusal<String>(Code code) when code == Code.NODEEXISTS -> Optional.empty();
            case Reply.Refusal<String>(Code code) when code == Code.NOAUTH ->
                    Optional.of(
                            ("needed the right to make the znode %s, found none for %s; have the"
                                 + " ensemble's administrator make it with all rights for them, or"
                                 + " give another namespace in understudy.yaml")
                                    .formatted(znode, rights.who()));
            case Reply.Refusal<String>(Code code) -> Optional.of(answered(code));
            case Reply.Silence<String>(String why) -> Optional.of(why);
        };
    }
}
