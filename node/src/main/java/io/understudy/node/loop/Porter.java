package io.understudy.node.loop;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnFiles;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.Observation;
import io.understudy.core.port.CarriedFiles;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The calls to the files, one after the other. They say by themselves when they have changed, so
 * that a quiet node does not look at them.
 */
final class Porter implements AutoCloseable {

    private final CarriedFiles files;
    private final Inbox inbox;
    private final Deadlines deadlines;
    private final Defects defects;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ExecutorService calls =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("files-calls").daemon().factory());

    /** Only its own thread uses it. */
    private Optional<FilesState> told = Optional.empty();

    Porter(CarriedFiles files, Inbox inbox, Deadlines deadlines, Defects defects) {
        this.files = files;
        this.inbox = inbox;
        this.deadlines = deadlines;
        this.defects = defects;
    }

    void begin() {
        files.onChange(this::lookSoon);
        lookSoon();
    }

    void run(OnFiles action) {
        calls.execute(() -> {
            Outcome outcome = defects.survive(() -> call(action), Outcome.Unknown::new);
            inbox.post(now -> new Observation.FilesActionEnded(now, action, outcome));
            told = Optional.empty();
            look();
        });
    }

    private void lookSoon() {
        if (asked.compareAndSet(false, true)) {
            try {
                calls.execute(() -> {
                    asked.set(false);
                    look();
                });
            } catch (RejectedExecutionException _) {
                // It was closed.
            }
        }
    }

    private void look() {
        FilesState seen = defects.survive(files::look, FilesState.Unknown::new);
        if (!told.equals(Optional.of(seen))) {
            told = Optional.of(seen);
            inbox.post(now -> new Observation.FilesSeen(now, seen));
        }
    }

    private Outcome call(OnFiles action) {
        Duration change = deadlines.change();
        return switch (action) {
            case Action.PublishFiles(Epoch epoch) -> files.publish(epoch, change);
            case Action.FollowFiles(NodeId holder, Epoch epoch) ->
                    files.follow(holder, epoch, change);
            case Action.KeepFiles(Epoch epoch) -> files.keep(epoch, change);
            case Action.ApplyFiles(Epoch epoch) -> files.apply(epoch, deadlines.copy());
            case Action.RestFiles() -> files.rest(change);
        };
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
