package io.understudy.node.config;

import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.SynchronousMode;
import java.util.List;

/** Finds a {@code peer-loss} that does not go with the rest of the file. */
final class PeerLossCheck {

    private final List<ConfigMistake> mistakes;

    PeerLossCheck(List<ConfigMistake> mistakes) {
        this.mistakes = mistakes;
    }

    void check(Block file, ArbiterConfig arbiter, SynchronousMode synchronous) {
        if (!file.has("peer-loss")) {
            return;
        }
        if (!(arbiter instanceof ArbiterConfig.Operator(PeerLoss right))) {
            mistake(
                    file,
                    "arbiter: operator beside it, since otherwise the voters decide who goes on",
                    "another arbiter");
        } else if (right == PeerLoss.STANDBY_TAKES_OVER
                && synchronous instanceof SynchronousMode.Off) {
            mistake(
                    file,
                    "primary-continues beside synchronous: off, since only a standby in sync may"
                            + " take over by itself",
                    "standby-takes-over");
        }
    }

    private void mistake(Block file, String expected, String found) {
        mistakes.add(file.placeOf("peer-loss").mistake(expected, found));
    }
}
