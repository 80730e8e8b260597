package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One physical replication slot for each other carrier, so that a primary keeps what a standby that
 * is away will need, up to the cap. Somebody else's slots are never touched.
 */
final class Slots {

    private static final String PREFIX = "understudy_";
    private static final int LONGEST = 63;
    private static final String IS_THERE = "42710";
    private static final String IS_GONE = "42704";

    private Slots() {}

    /** The slot's name: letters, digits and underscores, at most 63. */
    static String of(NodeId node) {
        String name = PREFIX + node.name().replace('-', '_');
        return name.length() <= LONGEST
                ? name
                : name.substring(0, 50) + "_" + "%08x".formatted(node.name().hashCode());
    }

    /**
     * On a primary: makes what is missing, and makes anew what the cap has made useless. The
     * primary's own daemon and that of a standby may both be at it.
     */
    static void ensure(Session session, Set<NodeId> nodes, Deadline deadline) throws SQLException {
        Set<String> there = new HashSet<>();
        for (List<Optional<String>> row : ours(session, deadline)) {
            String name = row.get(0).orElse("");
            if (row.get(1).orElse("").equals("lost") && row.get(2).orElse("").equals("f")) {
                drop(session, name, deadline);
            } else {
                there.add(name);
            }
        }
        for (NodeId node : nodes) {
            if (!there.contains(of(node))) {
                unlessDone(
                        IS_THERE,
                        () ->
                                session.rows(
                                        "select pg_create_physical_replication_slot(?, true)",
                                        of(node),
                                        deadline));
            }
        }
    }

    /** On a standby: what it kept as a primary would hold its log for ever. */
    static void dropStale(Session session, Deadline deadline) throws SQLException {
        for (List<Optional<String>> row : ours(session, deadline)) {
            if (row.get(2).orElse("").equals("f")) {
                drop(session, row.get(0).orElse(""), deadline);
            }
        }
    }

    private static List<List<Optional<String>>> ours(Session session, Deadline deadline)
            throws SQLException {
        return session.rows(
                "select slot_name, wal_status, active from pg_replication_slots where slot_type ="
                        + " 'physical' and starts_with(slot_name, 'understudy_')",
                deadline);
    }

    private static void drop(Session session, String name, Deadline deadline) throws SQLException {
        unlessDone(
                IS_GONE, () -> session.rows("select pg_drop_replication_slot(?)", name, deadline));
    }

    @FunctionalInterface
    private interface Change {
        void make() throws SQLException;
    }

    /** What somebody else has just done is done. */
    private static void unlessDone(String doneAlready, Change change) throws SQLException {
        try {
            change.make();
        } catch (SQLException e) {
            if (!doneAlready.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
