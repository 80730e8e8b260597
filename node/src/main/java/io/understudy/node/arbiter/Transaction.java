package io.understudy.node.arbiter;

import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Steps that ZooKeeper does all at once, or not at all. */
final class Transaction {

    private Transaction() {}

    /** A refusal has the code of the step that failed. */
    static Reply<List<OpResult>> send(Calls calls, Duration deadline, List<Op> steps) {
        return calls.call(
                deadline,
                (zooKeeper, answer) ->
                        zooKeeper.multi(
                                steps,
                                (int code, String _, Object _, @Nullable List<OpResult> results) ->
                                        answer.accept(
                                                Reply.of(
                                                        Code.get(code),
                                                        results == null ? List.of() : results)),
                                null));
    }

    /** What the last write left behind. */
    static Stat stat(List<OpResult> results) {
        if (results.isEmpty() || !(results.getLast() instanceof OpResult.SetDataResult written)) {
            throw new IllegalStateException("a transaction's last step was to write: " + results);
        }
        return written.getStat();
    }
}
