package io.understudy.core.action;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Version;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a node may do. Every action but {@link Answer}, {@link WithdrawFences} and {@link Halt} ends
 * in exactly one observation, within a deadline that whoever runs it sets.
 */
public sealed interface Action {

    /**
     * Whether it begins something on the node's own resources or on other nodes; not what keeps the
     * register, the guard and people informed, which comes with each renewal.
     */
    default boolean acts() {
        return switch (this) {
            case OnDatabase _,
                    OnServer _,
                    OnAddress _,
                    OnFiles _,
                    FencePeer _,
                    FenceBy _,
                    WithdrawFences _,
                    Halt _ ->
                    true;
            case OnRegister _, OnGuard _, Answer _ -> false;
        };
    }

    /** On the register: at most one read and one write are under way. */
    sealed interface OnRegister extends Action {}

    /** Ends in RegisterFound, RegisterAbsent or RegisterSilent. */
    record ReadRegister() implements OnRegister {}

    /** Ends in WriteAcknowledged, WriteConflicted or WriteUnanswered. */
    record WriteRegister(Version expected, ClusterState next) implements OnRegister {}

    /**
     * On the database: one at a time, except for a stop, which overtakes. Ends in
     * DatabaseActionEnded.
     */
    sealed interface OnDatabase extends Action {}

    record StartPrimary(Set<NodeId> waitsFor) implements OnDatabase {
        public StartPrimary {
            waitsFor = sorted(waitsFor);
        }
    }

    record StartStandby(NodeId upstream) implements OnDatabase {}

    record Promote(Set<NodeId> waitsFor) implements OnDatabase {
        public Promote {
            waitsFor = sorted(waitsFor);
        }
    }

    record WaitFor(Set<NodeId> nodes) implements OnDatabase {
        public WaitFor {
            nodes = sorted(nodes);
        }
    }

    record StopDatabase(StopMode mode) implements OnDatabase {}

    record Rewind(NodeId source) implements OnDatabase {}

    record CopyAnew(NodeId source) implements OnDatabase {}

    /**
     * On the protected server: one at a time, except for a stop, which overtakes. Ends in
     * ServerActionEnded.
     */
    sealed interface OnServer extends Action {}

    record StartServer(Epoch epoch) implements OnServer {}

    record StopServer(StopMode mode) implements OnServer {}

    /**
     * On the virtual address: one at a time, except for a release, which overtakes. Ends in
     * AddressActionEnded.
     */
    sealed interface OnAddress extends Action {}

    record TakeAddress(Epoch epoch) implements OnAddress {}

    record ReleaseAddress() implements OnAddress {}

    /** Ask the network whether another host has it; that changes nothing. */
    record AskAddress() implements OnAddress {}

    /**
     * On the files that the server needs: one at a time; each ends the work on them that goes on.
     * Ends in FilesActionEnded.
     */
    sealed interface OnFiles extends Action {}

    /** Give out what is here and what changes, and all of that before it is done. */
    record PublishFiles(Epoch epoch) implements OnFiles {}

    record FollowFiles(NodeId holder, Epoch epoch) implements OnFiles {}

    /** What is in place here is right for that primacy. */
    record KeepFiles(Epoch epoch) implements OnFiles {}

    /** Put the newest whole generation in place for that primacy. */
    record ApplyFiles(Epoch epoch) implements OnFiles {}

    record RestFiles() implements OnFiles {}

    /** On the guard: one at a time. Ends in GuardSeen. */
    sealed interface OnGuard extends Action {}

    record ArmGuard(Epoch epoch, Moment until) implements OnGuard {}

    record DisarmGuard() implements OnGuard {}

    /** Ask a node for its receipt that it has stopped. Ends in FenceAnswered. */
    record FencePeer(NodeId node, Epoch epoch) implements Action {}

    /**
     * Make sure by another method that a node no longer serves: it may lose its power for that.
     * Ends in FenceMethodEnded.
     *
     * @param method its name in the plan
     */
    record FenceBy(String method, NodeId node, Epoch epoch) implements Action {}

    /**
     * End every {@link FenceBy} that is under way, which then ends in no observation: this node has
     * no more say in who is to stop.
     */
    record WithdrawFences() implements Action {}

    /** The answer to whoever holds the ticket. */
    record Answer(Ticket ticket, Outcome outcome) implements Action {}

    /**
     * Stop the daemon after everything that it runs: what it is built on does not hold. {@code why}
     * is one sentence.
     */
    record Halt(String why) implements Action {}

    private static Set<NodeId> sorted(Set<NodeId> nodes) {
        return Collections.unmodifiableSet(new TreeSet<>(nodes));
    }
}
