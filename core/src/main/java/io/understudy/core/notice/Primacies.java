package io.understudy.core.notice;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import java.util.Optional;

/** That a node serves in a new epoch, in words. */
final class Primacies {

    private Primacies() {}

    static Notice notice(NodeId self, Epoch epoch, Optional<Beside.Move> move, String reason) {
        String headline =
                move.map(one -> "%s serves instead of %s".formatted(self, one.from()))
                        .orElse(self + " serves");
        String sentence =
                move.map(one -> Concerns.ended(one.why()) + " " + one.course())
                        .orElse(
                                isFirst(epoch)
                                        ? "It is the first."
                                        : "There is no report of a move to it.");
        return new Notice(
                "primary/epoch-" + epoch,
                NoticeKind.PRIMARY,
                move.map(Primacies::level).orElse(isFirst(epoch) ? Level.INFO : Level.WARNING),
                Notice.Stage.NEWS,
                headline + ", as primary of epoch " + epoch,
                sentence + " " + reason,
                move.filter(one -> !one.planned())
                        .map(one ->
                                "See what became of %s, and bring it back as a standby: understudy status."
                                        .formatted(one.from()))
                        .orElse(""));
    }

    private static boolean isFirst(Epoch epoch) {
        return epoch.number() == 1;
    }

    private static Level level(Beside.Move move) {
        if (!move.harmless()) {
            return Level.CRITICAL;
        }
        return move.planned() ? Level.INFO : Level.WARNING;
    }
}
