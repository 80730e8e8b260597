package io.understudy.core.explain;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What methods of fencing said, as sentences for an operator. */
public final class FenceSentences {

    private FenceSentences() {}

    /** What a winner waits for, what was found, and what a person may type. */
    static String awaiting(Reason.AwaitingReceipt awaited) {
        String found =
                awaited.unfenced().stream()
                        .map(FenceSentences::found)
                        .collect(Collectors.joining(" "));
        if (!awaited.required()) {
            return found;
        }
        String nodes =
                awaited.unfenced().stream()
                        .map(Reason.Unfenced::node)
                        .map(NodeId::name)
                        .collect(Collectors.joining(","));
        return "%s With `fence: required` a receipt is needed, and all are tried again. Where you have made sure that %s is off, type `understudy failover --to %s --epoch %s --stopped %s`."
                .formatted(
                        found, nodes.replace(",", " and "), awaited.self(), awaited.epoch(), nodes);
    }

    private static String found(Reason.Unfenced unfenced) {
        return "No receipt yet that %s has stopped: %s."
                .formatted(unfenced.node(), words(unfenced.said()));
    }

    /** What a method said last, behind its name. */
    private static String word(Optional<Outcome> last) {
        return last.map(FenceSentences::word).orElse("has not answered yet");
    }

    /** Why a test proved nothing; empty where it proved the method. */
    public static Optional<String> unproved(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done() -> Optional.empty();
            case Outcome.Refused(String why) -> Optional.of(bare(why));
            case Outcome.Failed(String why) -> Optional.of(bare(why));
            case Outcome.NotYet(String why) -> Optional.of(bare(why));
            case Outcome.Unknown(String why) -> Optional.of(bare(why));
        };
    }

    /** What a method said, behind its name. */
    public static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done() -> "gave a receipt";
            case Outcome.Refused(String why) -> "says no: " + bare(why);
            case Outcome.Failed(String why) -> "failed: " + bare(why);
            case Outcome.NotYet(String why) -> "could not be tried: " + bare(why);
            case Outcome.Unknown(String why) -> "is silent: " + bare(why);
        };
    }

    /** What several methods said last, each behind its name. */
    public static String words(List<Reason.Said> said) {
        return said.stream()
                .map(one -> one.method() + " " + word(one.last()))
                .collect(Collectors.joining("; "));
    }

    private static String bare(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
