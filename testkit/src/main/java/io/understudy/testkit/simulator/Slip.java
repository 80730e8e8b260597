package io.understudy.testkit.simulator;

import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.Settings;
import io.understudy.core.model.Voting;
import io.understudy.core.observation.DatabaseState;

/** What may be wrong with the register of two nodes, a guard or fences. */
public enum Slip {
    NONE,
    /** The second takes over on silence, where the primary was to go on alone. */
    SECOND_TAKES_OVER,
    /** The first goes on alone, where the standby was to take over. */
    FIRST_GOES_ON,
    /** A node that has just started goes on as if it had met the other. */
    STARTS_AS_IF_MET,
    /** A guard ends all that serves, but for the virtual address. */
    GUARD_LEAVES_THE_ADDRESS,
    /** That nobody had the address when it was asked counts for ever. */
    TRUSTS_AN_OLD_ANSWER,
    /** What stops another node goes on after its own node has no more say in it. */
    FENCES_GO_ON,
    /** A standby that is made a primary waits for nobody, whatever it is told. */
    PROMOTES_ALONE,
    /** A database that does not answer is taken for one that says no. */
    TAKES_SILENCE_FOR_A_NO,
    /** A database that says no is taken for one that does not answer. */
    TAKES_A_NO_FOR_SILENCE;

    /** Both, as that node sees them. */
    Pair at(NodeId node, Pair pair) {
        return switch (this) {
            case NONE,
                    STARTS_AS_IF_MET,
                    GUARD_LEAVES_THE_ADDRESS,
                    TRUSTS_AN_OLD_ANSWER,
                    FENCES_GO_ON,
                    PROMOTES_ALONE,
                    TAKES_SILENCE_FOR_A_NO,
                    TAKES_A_NO_FOR_SILENCE ->
                    pair;
            case SECOND_TAKES_OVER ->
                    node.equals(pair.second()) ? with(pair, PeerLoss.STANDBY_TAKES_OVER) : pair;
            case FIRST_GOES_ON ->
                    node.equals(pair.first()) ? with(pair, PeerLoss.PRIMARY_CONTINUES) : pair;
        };
    }

    /** A look at a database, as a node takes it. */
    DatabaseState heard(DatabaseState seen) {
        return switch (seen) {
            case DatabaseState.Silent(String why) when this == TAKES_SILENCE_FOR_A_NO ->
                    new DatabaseState.Refused(why);
            case DatabaseState.Refused(String why) when this == TAKES_A_NO_FOR_SILENCE ->
                    new DatabaseState.Silent(why);
            case DatabaseState _ -> seen;
        };
    }

    Settings at(Settings settings) {
        return switch (settings.voting()) {
            case Voting.Majority() -> settings;
            case Voting.Person(Pair pair) ->
                    new Settings(
                            settings.self(),
                            settings.carriers(),
                            settings.founder(),
                            settings.takeover(),
                            settings.synchronous(),
                            settings.timings(),
                            new Voting.Person(at(settings.self(), pair)),
                            settings.limits(),
                            settings.fence());
        };
    }

    private static Pair with(Pair pair, PeerLoss right) {
        return new Pair(pair.first(), pair.second(), right);
    }
}
