package io.understudy.core.decision;

import static io.understudy.core.decision.Role.ACTIVE;
import static io.understudy.core.decision.Role.ADOPTING;
import static io.understudy.core.decision.Role.CEDING;
import static io.understudy.core.decision.Role.CONTENDING;
import static io.understudy.core.decision.Role.FENCING;
import static io.understudy.core.decision.Role.HALTED;
import static io.understudy.core.decision.Role.PROMOTING;
import static io.understudy.core.decision.Role.REPAIRING;
import static io.understudy.core.decision.Role.STANDBY;
import static io.understudy.core.decision.Role.STARTING;
import static io.understudy.core.decision.Role.STOPPING;
import static io.understudy.core.decision.Role.WAITING;
import static io.understudy.core.decision.Role.WITNESS;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * From which role to which a node may go. A simulated world holds this table against what nodes
 * really do.
 */
public final class Transitions {

    private static final Map<Role, Set<Role>> TABLE =
            new EnumMap<>(
                    Map.ofEntries(
                            row(
                                    STARTING,
                                    ADOPTING,
                                    WITNESS,
                                    STANDBY,
                                    REPAIRING,
                                    CONTENDING,
                                    FENCING,
                                    STOPPING,
                                    WAITING,
                                    CEDING),
                            row(
                                    ADOPTING,
                                    STARTING,
                                    ACTIVE,
                                    PROMOTING,
                                    CEDING,
                                    STOPPING,
                                    WAITING,
                                    STANDBY,
                                    REPAIRING,
                                    CONTENDING),
                            row(WITNESS, WAITING),
                            row(
                                    STANDBY,
                                    REPAIRING,
                                    CONTENDING,
                                    FENCING,
                                    STOPPING,
                                    WAITING,
                                    PROMOTING),
                            row(REPAIRING, STANDBY, CONTENDING, WAITING, STOPPING),
                            row(
                                    CONTENDING,
                                    STANDBY,
                                    REPAIRING,
                                    FENCING,
                                    PROMOTING,
                                    ACTIVE,
                                    WAITING,
                                    STOPPING,
                                    CEDING),
                            row(
                                    FENCING,
                                    PROMOTING,
                                    STANDBY,
                                    WAITING,
                                    STOPPING,
                                    REPAIRING,
                                    CONTENDING,
                                    CEDING),
                            row(
                                    PROMOTING,
                                    ACTIVE,
                                    CEDING,
                                    STOPPING,
                                    WAITING,
                                    STANDBY,
                                    REPAIRING,
                                    CONTENDING),
                            row(ACTIVE, PROMOTING, CEDING, STOPPING, WAITING),
                            row(
                                    CEDING,
                                    CONTENDING,
                                    ACTIVE,
                                    PROMOTING,
                                    STANDBY,
                                    REPAIRING,
                                    WAITING,
                                    STOPPING,
                                    FENCING),
                            row(
                                    STOPPING,
                                    STANDBY,
                                    REPAIRING,
                                    CONTENDING,
                                    PROMOTING,
                                    ACTIVE,
                                    WAITING,
                                    CEDING,
                                    STARTING,
                                    // A reader that lagged had said that the place was not its own.
                                    ADOPTING,
                                    FENCING),
                            row(
                                    WAITING,
                                    ADOPTING,
                                    STANDBY,
                                    REPAIRING,
                                    CONTENDING,
                                    FENCING,
                                    PROMOTING,
                                    ACTIVE,
                                    STOPPING,
                                    CEDING,
                                    WITNESS),
                            row(HALTED)));

    private Transitions() {}

    private static Map.Entry<Role, Set<Role>> row(Role from, Role... to) {
        Set<Role> allowed = EnumSet.of(from, HALTED);
        allowed.addAll(Set.of(to));
        return Map.entry(from, allowed);
    }

    /** Whether a node at one may be at the other after its next decision. */
    public static boolean allowed(Role from, Role to) {
        return TABLE.getOrDefault(from, Set.of()).contains(to);
    }

    /** Where a node may go from there, itself and {@link Role#HALTED} among them. */
    public static Set<Role> from(Role role) {
        return Set.copyOf(TABLE.getOrDefault(role, Set.of()));
    }
}
