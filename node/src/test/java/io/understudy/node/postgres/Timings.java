package io.understudy.node.postgres;

import static io.understudy.node.postgres.Pair.DONE;
import static io.understudy.node.postgres.Pair.LONG;
import static io.understudy.node.postgres.Pair.LOOK;
import static io.understudy.node.postgres.TestCluster.A;
import static io.understudy.node.postgres.TestCluster.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.NodeId;
import io.understudy.core.port.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Prints how long each action takes: minimum, median and maximum, in milliseconds. */
final class Timings {

    private static final int ROUNDS = 5;

    private final Map<String, List<Long>> taken = new LinkedHashMap<>();

    public static void main(String[] arguments) throws Exception {
        new Timings().run();
    }

    private void run() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            cluster.initialize(A);
            PostgresDatabase first = cluster.database(A);
            PostgresDatabase second = cluster.database(B);
            time("first start, with the role", () -> first.startPrimary(Set.of(), LONG));
            time("small copy", () -> second.copyAnew(A, LONG, Progress.NONE));
            time("start standby", () -> second.startStandby(A, LONG));
            Pair.awaitStreaming(first, B);
            cluster.sql(A, "create table t (n int)");
            PostgresDatabase from = first;
            NodeId fromNode = A;
            PostgresDatabase to = second;
            NodeId toNode = B;
            for (int round = 0; round < 2 * ROUNDS; round++) {
                PostgresDatabase old = from;
                PostgresDatabase next = to;
                NodeId oldNode = fromNode;
                NodeId nextNode = toNode;
                time("wait for the standby", () -> old.waitFor(Set.of(nextNode), LONG));
                Pair.awaitSynchronous(old, nextNode);
                for (int look = 0; look < 20; look++) {
                    long begin = System.nanoTime();
                    old.look(LOOK);
                    note("look", begin);
                }
                cluster.sql(oldNode, "insert into t select generate_series(1, 1000)");
                if (round % 2 == 0) {
                    time("orderly stop", () -> old.stop(StopMode.ORDERLY, LONG));
                } else {
                    time("stop at once", () -> old.stop(StopMode.AT_ONCE, LONG));
                }
                long begin = System.nanoTime();
                time("promote", () -> next.promote(Set.of(), LONG));
                cluster.sql(nextNode, "insert into t values (0)");
                note("promote to first write", begin);
                String how = round % 2 == 0 ? "after an orderly stop" : "after a kill";
                Phases phases = new Phases(how);
                time("rewind " + how, () -> old.rewind(nextNode, LONG, phases));
                time("start standby", () -> old.startStandby(nextNode, LONG));
                long streaming = System.nanoTime();
                Pair.awaitStreaming(next, oldNode);
                note("then until it streams", streaming);
                from = next;
                fromNode = nextNode;
                to = old;
                toNode = oldNode;
            }
            PostgresDatabase last = from;
            for (int round = 0; round < ROUNDS; round++) {
                time("orderly stop", () -> last.stop(StopMode.ORDERLY, LONG));
                time("start primary", () -> last.startPrimary(Set.of(), LONG));
            }
        }
        taken.forEach((what, times) -> {
            Collections.sort(times);
            System.out.printf(
                    "%-30s n=%-3d %6.1f %6.1f %6.1f%n",
                    what,
                    times.size(),
                    times.getFirst() / 1e6,
                    times.get(times.size() / 2) / 1e6,
                    times.getLast() / 1e6);
        });
    }

    /** Notes how long a rewind is at each of its steps. */
    private final class Phases implements Progress {
        private final String how;
        private String phase = "";
        private long since = System.nanoTime();

        Phases(String how) {
            this.how = how;
        }

        @Override
        public void at(String next, long done, long total) {
            if (!phase.isEmpty()) {
                note("  " + phase + " " + how, since);
            }
            phase = next;
            since = System.nanoTime();
        }
    }

    private void time(String what, Supplier<Outcome> action) {
        long begin = System.nanoTime();
        assertThat(action.get()).as(what).isEqualTo(DONE);
        note(what, begin);
    }

    private void note(String what, long begin) {
        taken.computeIfAbsent(what, _ -> new ArrayList<>()).add(System.nanoTime() - begin);
    }
}
