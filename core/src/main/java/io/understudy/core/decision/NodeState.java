package io.understudy.core.decision;

import io.understudy.core.action.Action.OnAddress;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Action.OnServer;
import io.understudy.core.action.Command;
import io.understudy.core.action.Ticket;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Settings;
import io.understudy.core.observation.AddressState;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.ServerState;
import java.util.Optional;

/**
 * All that a node knows and is. It is lost with the daemon; only what a decision persists is not.
 *
 * @param settings what the configuration says
 * @param incarnation this run of the daemon
 * @param seenEpoch the highest epoch seen, as it is on disk once this state is in force
 * @param register what it knows of the register
 * @param lease the right to serve, and until when
 * @param database what it knows of its database
 * @param server what it knows of its server
 * @param address what it knows of its virtual address
 * @param files what it knows of the files for its server; empty where it carries none
 * @param fencing whom it has to fence, and what they said
 * @param followers what it knows of its standbys, while it serves
 * @param repair how its data is to become a standby's again
 * @param restarts how its server has run
 * @param startup how its database comes up
 * @param asked a person's command that is not answered yet
 * @param guard what it knows of its guard
 * @param leavingSince when the daemon was told to end
 * @param detachingSince when the daemon was told to end and to leave running what it runs
 * @param role what it is at
 * @param reason why
 */
public record NodeState(
        Settings settings,
        Incarnation incarnation,
        Epoch seenEpoch,
        RegisterView register,
        Optional<Lease> lease,
        ResourceView<DatabaseState, OnDatabase> database,
        ResourceView<ServerState, OnServer> server,
        ResourceView<AddressState, OnAddress> address,
        Optional<FilesView> files,
        FenceView fencing,
        FollowerView followers,
        RepairView repair,
        RestartView restarts,
        StartupView startup,
        Optional<AskedCommand> asked,
        GuardView guard,
        Optional<Moment> leavingSince,
        Optional<Moment> detachingSince,
        Role role,
        Reason reason) {

    /** A daemon that has just started and knows nothing but its own disk. */
    public static NodeState starting(Settings settings, Incarnation incarnation, Epoch seenEpoch) {
        return new NodeState(
                settings,
                incarnation,
                seenEpoch,
                RegisterView.NOTHING,
                Optional.empty(),
                ResourceView.unseen(new DatabaseState.Unknown("not looked at yet")),
                ResourceView.unseen(new ServerState.Unknown("not looked at yet")),
                ResourceView.unseen(new AddressState.Unknown("not looked at yet")),
                Optional.empty(),
                FenceView.NOBODY,
                FollowerView.NONE,
                RepairView.NOTHING,
                RestartView.NONE,
                StartupView.NONE,
                Optional.empty(),
                GuardView.UNSEEN,
                Optional.empty(),
                Optional.empty(),
                Role.STARTING,
                new Reason.RegisterUnseen("the daemon has just started"));
    }

    /**
     * The right to serve.
     *
     * @param epoch in which
     * @param until when this node must have stopped serving: a ttl less the margin after the last
     *     acknowledged renewal was sent
     * @param stopFrom when it begins to stop, if no renewal is acknowledged before
     */
    public record Lease(Epoch epoch, Moment until, Moment stopFrom) {

        /** When the guard ends what serves, if this node has not by then: half-way between both. */
        public Moment guardAt() {
            return stopFrom.halfwayTo(until);
        }
    }

    /**
     * A person's command.
     *
     * @param at when it was given
     */
    public record AskedCommand(Ticket ticket, Command command, Moment at) {}

    /** Whether this node may serve at that moment. */
    public boolean mayServe(Moment now) {
        return lease.filter(held -> now.isBefore(held.stopFrom()))
                .filter(held -> !seenEpoch.isAfter(held.epoch()))
                .isPresent();
    }

    /**
     * Whether a hint that the register has changed says nothing: the holder is told of its own
     * renewal, too, before its answer comes. Were it somebody else's change, that write would
     * conflict, and then it reads.
     */
    public boolean awaitsOwnChange(Moment now) {
        return mayServe(now) && register.writing().isPresent();
    }

    public NodeId self() {
        return settings.self();
    }

    /**
     * Whether the daemon was told to end, and may: it serves nothing and owes nobody its place, or
     * what serves is watched over by its guard.
     */
    public boolean hasLeft(Moment now) {
        return LeavePolicy.isDone(this, now) || DetachPolicy.isDone(this, now);
    }

    public NodeState with(Settings changed) {
        Draft draft = new Draft(this);
        draft.settings = changed;
        return draft.done();
    }

    /** As if nobody had told the daemon to end. */
    public NodeState staying() {
        Draft draft = new Draft(this);
        draft.leavingSince = Optional.empty();
        draft.detachingSince = Optional.empty();
        return draft.done();
    }

    public NodeState with(RegisterView changed) {
        Draft draft = new Draft(this);
        draft.register = changed;
        return draft.done();
    }

    public NodeState withSeenEpoch(Epoch changed) {
        Draft draft = new Draft(this);
        draft.seenEpoch = changed;
        return draft.done();
    }

    public NodeState withLease(Optional<Lease> changed) {
        Draft draft = new Draft(this);
        draft.lease = changed;
        return draft.done();
    }

    public NodeState withDatabase(ResourceView<DatabaseState, OnDatabase> changed) {
        Draft draft = new Draft(this);
        draft.database = changed;
        return draft.done();
    }

    public NodeState withServer(ResourceView<ServerState, OnServer> changed) {
        Draft draft = new Draft(this);
        draft.server = changed;
        return draft.done();
    }

    public NodeState withAddress(ResourceView<AddressState, OnAddress> changed) {
        Draft draft = new Draft(this);
        draft.address = changed;
        return draft.done();
    }

    /** The same of a node that carries files for its server. */
    public NodeState carryingFiles() {
        return withFiles(FilesView.UNSEEN);
    }

    public NodeState withFiles(FilesView changed) {
        Draft draft = new Draft(this);
        draft.files = Optional.of(changed);
        return draft.done();
    }

    public NodeState with(FenceView changed) {
        Draft draft = new Draft(this);
        draft.fencing = changed;
        return draft.done();
    }

    NodeState with(FollowerView changed) {
        Draft draft = new Draft(this);
        draft.followers = changed;
        return draft.done();
    }

    public NodeState with(RepairView changed) {
        Draft draft = new Draft(this);
        draft.repair = changed;
        return draft.done();
    }

    public NodeState with(RestartView changed) {
        Draft draft = new Draft(this);
        draft.restarts = changed;
        return draft.done();
    }

    public NodeState with(StartupView changed) {
        Draft draft = new Draft(this);
        draft.startup = changed;
        return draft.done();
    }

    NodeState withAsked(Optional<AskedCommand> changed) {
        Draft draft = new Draft(this);
        draft.asked = changed;
        return draft.done();
    }

    NodeState leaving(Moment since) {
        Draft draft = new Draft(this);
        draft.leavingSince = Optional.of(leavingSince.orElse(since));
        draft.detachingSince = Optional.empty();
        return draft.done();
    }

    NodeState detaching(Moment since) {
        Draft draft = new Draft(this);
        draft.detachingSince = Optional.of(detachingSince.orElse(since));
        return leavingSince.isPresent() ? this : draft.done();
    }

    public NodeState with(GuardView changed) {
        Draft draft = new Draft(this);
        draft.guard = changed;
        return draft.done();
    }

    NodeState as(Role changed, Reason because) {
        Draft draft = new Draft(this);
        draft.role = changed;
        draft.reason = because;
        return draft.done();
    }

    /** A state in the making: the one place that knows all its parts. It never leaves a method. */
    private static final class Draft {
        private Settings settings;
        private final Incarnation incarnation;
        private Epoch seenEpoch;
        private RegisterView register;
        private Optional<Lease> lease;
        private ResourceView<DatabaseState, OnDatabase> database;
        private ResourceView<ServerState, OnServer> server;
        private ResourceView<AddressState, OnAddress> address;
        private Optional<FilesView> files;
        private FenceView fencing;
        private FollowerView followers;
        private RepairView repair;
        private RestartView restarts;
        private StartupView startup;
        private Optional<AskedCommand> asked;
        private GuardView guard;
        private Optional<Moment> leavingSince;
        private Optional<Moment> detachingSince;
        private Role role;
        private Reason reason;

        Draft(NodeState from) {
            settings = from.settings;
            incarnation = from.incarnation;
            seenEpoch = from.seenEpoch;
            register = from.register;
            lease = from.lease;
            database = from.database;
            server = from.server;
            address = from.address;
            files = from.files;
            fencing = from.fencing;
            followers = from.followers;
            repair = from.repair;
            restarts = from.restarts;
            startup = from.startup;
            asked = from.asked;
            guard = from.guard;
            leavingSince = from.leavingSince;
            detachingSince = from.detachingSince;
            role = from.role;
            reason = from.reason;
        }

        NodeState done() {
            return new NodeState(
                    settings,
                    incarnation,
                    seenEpoch,
                    register,
                    lease,
                    database,
                    server,
                    address,
                    files,
                    fencing,
                    followers,
                    repair,
                    restarts,
                    startup,
                    asked,
                    guard,
                    leavingSince,
                    detachingSince,
                    role,
                    reason);
        }
    }
}
