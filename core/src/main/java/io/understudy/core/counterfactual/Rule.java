package io.understudy.core.counterfactual;

import io.understudy.core.explain.Reason;

/** Which part of the decision gave a reason, by the names that ARCHITECTURE.md has for them. */
public enum Rule {
    STEERING("Steering", "which policy speaks, by what the register says of this node?"),
    LEASE("AcknowledgedLease", "may it serve, and until when?"),
    DEMOTION("DemotionPolicy", "what of it serves, and how does that end at once?"),
    TAKEOVER("ExpiryTakeover", "may it take over?"),
    FENCE("ReceiptFence", "who must be known to have stopped first?"),
    FOUNDING("FoundingPolicy", "who is the very first primary?"),
    FENCING("FencingPolicy", "from a place that was won to one that is active"),
    SERVING("ServingPolicy", "how do database and server come up and stay up?"),
    SILENT_DATABASE("SilentDatabase", "what if the database runs and does not answer?"),
    GIVING_UP("GiveUpPolicy", "who gets the place of a node whose database does not run?"),
    RESTARTS("BudgetedRestarts", "when is a server started again, moved, or left?"),
    SYNCHRONY("DeclaredSynchrony", "for whom do commits wait, and who counts as in sync?"),
    SWITCHOVER("SwitchoverPolicy", "how is the place given away?"),
    REJOIN("RejoinPolicy", "how does data become a standby's again?"),
    FILES("FilesPolicy", "which files are right for a primacy?"),
    ADDRESS("AddressPolicy", "when is the virtual address taken?"),
    GUARD("GuardPolicy", "until when may the guard let things serve?"),
    LEAVING("LeavePolicy", "how does a daemon end, with all that it runs?"),
    DETACHING("DetachPolicy", "how does a daemon end, without what it runs?"),
    PAUSE("PausePolicy", "when may nothing move?"),
    PERSON("PersonsVote", "what can one of two nodes know without a third vote?"),
    INVARIANTS("Invariants", "what must hold of every decision?");

    private final String part;
    private final String question;

    Rule(String part, String question) {
        this.part = part;
        this.question = question;
    }

    /** The name of the class. */
    public String part() {
        return part;
    }

    public String question() {
        return question;
    }

    static Rule of(Reason reason) {
        return switch (reason) {
            case Reason.RegisterUnseen _,
                    Reason.RegisterMissing _,
                    Reason.RegisterBehind _,
                    Reason.RegisterUnread _,
                    Reason.RegisterLost _,
                    Reason.Witnessing _ ->
                    STEERING;
            case Reason.OtherNodeUnseen _, Reason.PersonNeeded _ -> PERSON;
            case Reason.FoundingCluster _ -> FOUNDING;
            case Reason.Serving _, Reason.BringingUp _, Reason.DatabaseWillNotRun _ -> SERVING;
            case Reason.ServingWithoutAddress _ -> ADDRESS;
            case Reason.Adopting _, Reason.GuardMissing _ -> GUARD;
            case Reason.RenewingFirst _, Reason.LeaseRanOut _ -> LEASE;
            case Reason.PrimacyLost _ -> DEMOTION;
            case Reason.DatabaseSilent _ -> SILENT_DATABASE;
            case Reason.ServerWillNotRun _,
                    Reason.ServerRestarting _,
                    Reason.ServerGivenUp _,
                    Reason.ServerMoves _ ->
                    RESTARTS;
            case Reason.GivingUp _ -> GIVING_UP;
            case Reason.Following _, Reason.JoiningUp _, Reason.RepairFailed _ -> REJOIN;
            case Reason.TakingOver _,
                    Reason.AwaitingExpiry _,
                    Reason.NotInSync _,
                    Reason.TooFarBehind _,
                    Reason.OtherHistory _,
                    Reason.DatabaseNotReady _,
                    Reason.TakeoverNeeds _,
                    Reason.AwaitingFinalPosition _ ->
                    TAKEOVER;
            case Reason.FilesMissing _, Reason.FilesNotReady _ -> FILES;
            case Reason.ClusterPaused _, Reason.ClusterHeld _ -> PAUSE;
            case Reason.AwaitingFence _, Reason.AwaitingReceipt _ -> FENCE;
            case Reason.AwaitingSuccessor _, Reason.Ceding _, Reason.SwitchoverDropped _ ->
                    SWITCHOVER;
            case Reason.Leaving _ -> LEAVING;
            case Reason.Detaching _ -> DETACHING;
            case Reason.SynchronyChange _ -> SYNCHRONY;
            case Reason.BrokenInvariant _ -> INVARIANTS;
        };
    }
}
