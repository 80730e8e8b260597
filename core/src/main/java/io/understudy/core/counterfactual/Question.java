package io.understudy.core.counterfactual;

import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;

/** What people ask of a decision. */
public enum Question {
    /** Why did it take over? */
    TOOK_OVER("asks for the place"),
    /** Why does it not take over? */
    REFRAINED("does not take over"),
    /** Whom does a winner wait for? */
    FENCES("has won, and waits until others have stopped"),
    /** Why did it stop serving? */
    STOPPED("stops serving"),
    /** Why did it give its place away? */
    GAVE("gives its place away"),
    /** Why was the move dropped? */
    DROPPED("drops the move"),
    /** What does it wait for? */
    WAITS("can't go on"),
    /** Nothing: it carries on with what was decided before. */
    CARRIES_ON("carries on");

    private final String words;

    Question(String words) {
        this.words = words;
    }

    /** What the node does, in words that follow its name. */
    public String words() {
        return words;
    }

    /** Whether it is asked for as long as that lasts, and not of the moment when it began. */
    public boolean lasts() {
        return switch (this) {
            case REFRAINED, FENCES, WAITS -> true;
            case TOOK_OVER, STOPPED, GAVE, DROPPED, CARRIES_ON -> false;
        };
    }

    static Question of(NodeState before, Decision decision) {
        Role role = before.role();
        boolean served = role == Role.ACTIVE || role == Role.PROMOTING || role == Role.ADOPTING;
        return switch (decision.reason()) {
            case Reason.TakingOver _ -> TOOK_OVER;
            case Reason.AwaitingFence _, Reason.AwaitingReceipt _ -> FENCES;
            case Reason.LeaseRanOut _, Reason.PrimacyLost _, Reason.BrokenInvariant _ -> STOPPED;
            case Reason.RegisterBehind _,
                    Reason.RegisterUnread _,
                    Reason.RegisterLost _,
                    Reason.RegisterUnseen _,
                    Reason.OtherNodeUnseen _,
                    Reason.RegisterMissing _ ->
                    served ? STOPPED : WAITS;
            case Reason.Ceding _, Reason.GivingUp _, Reason.ServerMoves _, Reason.Leaving _ -> GAVE;
            case Reason.SwitchoverDropped _ -> DROPPED;
            case Reason.NotInSync _,
                    Reason.TooFarBehind _,
                    Reason.OtherHistory _,
                    Reason.DatabaseNotReady _,
                    Reason.FilesMissing _,
                    Reason.TakeoverNeeds _,
                    Reason.ClusterPaused _,
                    Reason.ClusterHeld _,
                    Reason.AwaitingFinalPosition _,
                    Reason.PersonNeeded _ ->
                    REFRAINED;
            case Reason.DatabaseWillNotRun _,
                    Reason.GuardMissing _,
                    Reason.ServerWillNotRun _,
                    Reason.ServerGivenUp _,
                    Reason.RenewingFirst _,
                    Reason.RepairFailed _,
                    Reason.FilesNotReady _ ->
                    WAITS;
            case Reason.FoundingCluster _,
                    Reason.Serving _,
                    Reason.ServingWithoutAddress _,
                    Reason.BringingUp _,
                    Reason.Adopting _,
                    Reason.DatabaseSilent _,
                    Reason.ServerRestarting _,
                    Reason.Witnessing _,
                    Reason.Following _,
                    Reason.JoiningUp _,
                    Reason.AwaitingExpiry _,
                    Reason.AwaitingSuccessor _,
                    Reason.Detaching _,
                    Reason.SynchronyChange _ ->
                    CARRIES_ON;
        };
    }
}
