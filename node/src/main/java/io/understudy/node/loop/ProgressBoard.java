package io.understudy.node.loop;

import io.understudy.core.action.Action;
import io.understudy.core.port.Progress;
import java.util.Optional;

/** How far the long action under way has come. Any thread may call. */
final class ProgressBoard implements Progress {

    private volatile String latest = "";

    @Override
    public void at(String what, long done, long total) {
        latest =
                total > 0
                        ? " (%s, %d %%)".formatted(what, 100 * done / total)
                        : " (%s, %d)".formatted(what, done);
    }

    /** For the end of a sentence; empty where nothing long is under way. */
    String text(Optional<Action.OnDatabase> busy) {
        return busy.filter(ProgressBoard::isLong).isPresent() ? latest : "";
    }

    static boolean isLong(Action.OnDatabase action) {
        return action instanceof Action.Rewind || action instanceof Action.CopyAnew;
    }
}
