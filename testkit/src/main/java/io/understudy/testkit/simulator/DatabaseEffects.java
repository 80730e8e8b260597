package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.testkit.simulator.SimulatedDatabase.Running;
import java.util.Set;
import java.util.function.Supplier;

/** What an action does to a simulated database, at the moment at which it is done. */
final class DatabaseEffects {

    private static final Outcome DONE = new Outcome.Done();

    private final World world;
    private final SimulatedNode node;
    private final SimulatedDatabase database;

    DatabaseEffects(World world, SimulatedNode node) {
        this.world = world;
        this.node = node;
        this.database = node.database();
    }

    /** What shows at once. */
    void prepare(OnDatabase action) {
        boolean begins =
                database.process() == Running.NONE
                        && database.present()
                        && switch (action) {
                            case Action.StartPrimary _ -> !database.standbySignal();
                            case Action.StartStandby _ -> database.standbySignal();
                            default -> false;
                        };
        if (begins) {
            database.starting();
        }
    }

    /** It does not work. */
    Outcome failed(OnDatabase action) {
        if (database.process() == Running.STARTING) {
            database.ended(false);
        }
        return action instanceof Action.Rewind
                ? new Outcome.Refused("the log is no longer there")
                : new Outcome.Failed("it did not work this time");
    }

    /** Nobody hears of it. */
    Outcome silent(OnDatabase action) {
        if (database.process() == Running.STARTING) {
            database.ended(false);
        }
        return new Outcome.Unknown("no answer in time to " + action.getClass().getSimpleName());
    }

    /** However long it only says no: that is no reason to kill it. */
    boolean isAliveAndServes() {
        return database.malady() == SimulatedDatabase.Malady.SAYS_NO
                && database.takesWrites()
                && node.running()
                && node.state()
                        .filter(state -> state.mayServe(node.now()))
                        .filter(state -> state.leavingSince().isEmpty())
                        .isPresent();
    }

    /** It works, as far as the database as it stands lets it. */
    Outcome of(OnDatabase action) {
        return switch (action) {
            case Action.StartPrimary(var waitsFor) ->
                    when(
                            database.present() && !database.standbySignal(),
                            "this data would start as a standby's",
                            () -> world.invariants().servesFrom(node, action),
                            () -> database.runAsPrimary(waitsFor));
            case Action.StartStandby(NodeId upstream) -> startStandby(upstream);
            case Action.Promote(var waitsFor) -> promote(action, waitsFor);
            case Action.WaitFor(var nodes) -> {
                if (!database.takesWrites()) {
                    yield new Outcome.Failed("the database does not run as a primary");
                }
                database.waitFor(nodes);
                world.replication().acknowledge(database);
                yield DONE;
            }
            case Action.Rewind(NodeId source) -> copy(source, true);
            case Action.CopyAnew(NodeId source) -> copy(source, false);
            case Action.StopDatabase _ -> DONE;
        };
    }

    private static Outcome when(boolean may, String why, Runnable first, Runnable then) {
        if (!may) {
            return new Outcome.Refused(why);
        }
        first.run();
        then.run();
        return DONE;
    }

    private Outcome startStandby(NodeId upstream) {
        SimulatedNode primary = world.node(upstream);
        boolean linked = primary.awake() && world.network().linked(upstream, node.id());
        if (database.present()
                && database.standbySignal()
                && linked
                && database.needsLogThatIsGone(primary.database())) {
            database.starting();
            database.hearsThatLogIsGone();
            return new Outcome.Failed("the primary no longer has the log that comes next");
        }
        return when(
                database.present() && database.standbySignal(),
                "this data was a primary's",
                () -> {},
                () -> database.runAsStandby(upstream));
    }

    private Outcome promote(OnDatabase action, Set<NodeId> waitsFor) {
        if (database.takesWrites()) {
            database.waitFor(waitsFor);
            world.replication().acknowledge(database);
            return DONE;
        }
        if (database.process() != Running.STANDBY) {
            return new Outcome.Failed("no standby runs here");
        }
        if (database.malady() == SimulatedDatabase.Malady.STAYS_STANDBY) {
            return new Outcome.Failed("the database did not become a primary");
        }
        world.invariants().servesFrom(node, action);
        database.promote(world.slip() == Slip.PROMOTES_ALONE ? Set.of() : waitsFor);
        return DONE;
    }

    private Outcome copy(NodeId from, boolean rewind) {
        SimulatedNode source = world.node(from);
        Supplier<Boolean> reachable =
                () ->
                        source.awake()
                                && source.database().takesWrites()
                                && !source.database().hangs()
                                && world.network().linked(node.id(), from);
        if (database.process() != Running.NONE) {
            return new Outcome.Failed("the database still runs");
        }
        if (!reachable.get()) {
            return new Outcome.NotYet("the primary on " + from + " can't be reached");
        }
        if (rewind && !database.present()) {
            return new Outcome.Refused("there is no data to go back with");
        }
        Entry end = source.database().flushed();
        if (rewind) {
            database.rewindTo(database.flushed().commonWith(end));
        } else {
            database.replaceData(end, true);
            database.keepsNothingBefore(end);
        }
        return DONE;
    }
}
