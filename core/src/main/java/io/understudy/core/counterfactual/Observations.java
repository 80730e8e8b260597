package io.understudy.core.counterfactual;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.Observation;

/** What was seen, made at another moment or put into words. */
final class Observations {

    private Observations() {}

    static Observation at(Observation seen, Moment at) {
        return switch (seen) {
            case Observation.Tick _ -> new Observation.Tick(at);
            case Observation.RegisterHinted _ -> new Observation.RegisterHinted(at);
            case Observation.RegisterFound(var _, var value) ->
                    new Observation.RegisterFound(at, value);
            case Observation.RegisterAbsent _ -> new Observation.RegisterAbsent(at);
            case Observation.RegisterSilent(var _, String why) ->
                    new Observation.RegisterSilent(at, why);
            case Observation.WriteAcknowledged(var _, var sentAt, var version) ->
                    new Observation.WriteAcknowledged(at, sentAt, version);
            case Observation.WriteConflicted _ -> new Observation.WriteConflicted(at);
            case Observation.WriteUnanswered(var _, String why) ->
                    new Observation.WriteUnanswered(at, why);
            case Observation.DatabaseSeen(var _, var state) ->
                    new Observation.DatabaseSeen(at, state);
            case Observation.DatabaseActionEnded(var _, var action, var outcome) ->
                    new Observation.DatabaseActionEnded(at, action, outcome);
            case Observation.ServerSeen(var _, var state) -> new Observation.ServerSeen(at, state);
            case Observation.ServerActionEnded(var _, var action, var outcome) ->
                    new Observation.ServerActionEnded(at, action, outcome);
            case Observation.AddressSeen(var _, var state) ->
                    new Observation.AddressSeen(at, state);
            case Observation.AddressActionEnded(var _, var action, var outcome) ->
                    new Observation.AddressActionEnded(at, action, outcome);
            case Observation.FilesSeen(var _, var state) -> new Observation.FilesSeen(at, state);
            case Observation.FilesActionEnded(var _, var action, var outcome) ->
                    new Observation.FilesActionEnded(at, action, outcome);
            case Observation.GuardSeen(var _, var state) -> new Observation.GuardSeen(at, state);
            case Observation.FenceAnswered(var _, var node, var epoch, var outcome) ->
                    new Observation.FenceAnswered(at, node, epoch, outcome);
            case Observation.FenceMethodEnded(
                            var _,
                            String method,
                            var node,
                            var epoch,
                            var outcome) ->
                    new Observation.FenceMethodEnded(at, method, node, epoch, outcome);
            case Observation.FenceAsked(var _, var ticket, var by, var epoch) ->
                    new Observation.FenceAsked(at, ticket, by, epoch);
            case Observation.LeaveAsked _ -> new Observation.LeaveAsked(at);
            case Observation.DetachAsked _ -> new Observation.DetachAsked(at);
            case Observation.CommandGiven(var _, var ticket, var command) ->
                    new Observation.CommandGiven(at, ticket, command);
        };
    }

    /** What it was, as a sentence for people. */
    static String words(Observation seen) {
        return switch (seen) {
            case Observation.Tick _ -> "Nothing new: time went by.";
            case Observation.RegisterHinted _ -> "A hint that the register may have changed.";
            case Observation.RegisterFound _ -> "An answer of the register.";
            case Observation.RegisterAbsent _ -> "The register answered that it is empty.";
            case Observation.RegisterSilent(var _, String why) ->
                    Words.ended("No answer of the register: " + why);
            case Observation.WriteAcknowledged _ -> "The register took what this node wrote.";
            case Observation.WriteConflicted _ ->
                    "The register had changed, and did not take what this node wrote.";
            case Observation.WriteUnanswered(var _, String why) ->
                    Words.ended("No answer to what it wrote into the register: " + why);
            case Observation.DatabaseSeen _ -> "A look at its database.";
            case Observation.DatabaseActionEnded(var _, var action, var outcome) ->
                    ended(action, outcome);
            case Observation.ServerSeen _ -> "A look at its server.";
            case Observation.ServerActionEnded(var _, var action, var outcome) ->
                    ended(action, outcome);
            case Observation.AddressSeen _ -> "A look at its address.";
            case Observation.AddressActionEnded(var _, var action, var outcome) ->
                    ended(action, outcome);
            case Observation.FilesSeen _ -> "A look at its files.";
            case Observation.FilesActionEnded(var _, var action, var outcome) ->
                    ended(action, outcome);
            case Observation.GuardSeen _ -> "What its guard said.";
            case Observation.FenceAnswered(var _, var node, var _, var outcome) ->
                    "The daemon of " + node + ", asked to stop: " + outcome(outcome);
            case Observation.FenceMethodEnded(var _, String method, var node, var _, var outcome) ->
                    "To stop " + node + " by " + method + ": " + outcome(outcome);
            case Observation.FenceAsked(var _, var _, var by, var epoch) ->
                    by + " asked it to stop, as primary of epoch " + epoch + ".";
            case Observation.LeaveAsked _ -> "The daemon was told to end.";
            case Observation.DetachAsked _ ->
                    "The daemon was told to end, and to leave running what it runs.";
            case Observation.CommandGiven(var _, var _, var command) ->
                    "A person asked: " + Words.command(command) + ".";
        };
    }

    /** The same, had it not been; as what follows "if". */
    static String absent(Observation seen) {
        return switch (seen) {
            case Observation.Tick _, Observation.RegisterHinted _ -> "nothing had been seen";
            case Observation.RegisterFound _ -> "the register had not changed";
            case Observation.RegisterAbsent _ -> "the register had not been empty";
            case Observation.RegisterSilent _ -> "the register had answered";
            case Observation.WriteAcknowledged _ -> "the register had not taken its write yet";
            case Observation.WriteConflicted _ -> "nobody else had written into the register";
            case Observation.WriteUnanswered _ -> "its write into the register were still awaited";
            case Observation.DatabaseSeen _ -> "its database had looked as before";
            case Observation.ServerSeen _ -> "its server had looked as before";
            case Observation.AddressSeen _ -> "its address had looked as before";
            case Observation.FilesSeen _ -> "its files had looked as before";
            case Observation.DatabaseActionEnded(var _, var action, var _) -> lasting(action);
            case Observation.ServerActionEnded(var _, var action, var _) -> lasting(action);
            case Observation.AddressActionEnded(var _, var action, var _) -> lasting(action);
            case Observation.FilesActionEnded(var _, var action, var _) -> lasting(action);
            case Observation.GuardSeen _ -> "its guard had said nothing new";
            case Observation.FenceAnswered(var _, var node, var _, var _) ->
                    node + " had not answered yet";
            case Observation.FenceMethodEnded(var _, String method, var _, var _, var _) ->
                    method + " had not ended yet";
            case Observation.FenceAsked(var _, var _, var by, var _) ->
                    by + " had not asked it to stop";
            case Observation.LeaveAsked _, Observation.DetachAsked _ ->
                    "the daemon had not been told to end";
            case Observation.CommandGiven _ -> "nobody had asked for it";
        };
    }

    private static String lasting(Action action) {
        return "it were still about to " + Words.action(action);
    }

    private static String ended(Action action, Outcome outcome) {
        return "It was to " + Words.action(action) + ": " + outcome(outcome);
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done() -> "done.";
            case Outcome.Refused(String why) -> Words.ended("refused, " + why);
            case Outcome.Failed(String why) -> Words.ended("failed, " + why);
            case Outcome.NotYet(String why) -> Words.ended("not yet, " + why);
            case Outcome.Unknown(String why) -> Words.ended("no answer, " + why);
        };
    }
}
