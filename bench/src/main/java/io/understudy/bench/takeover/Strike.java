package io.understudy.bench.takeover;

import io.understudy.bench.Folders;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.Troupe;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends every process and removes every file of a stage, once, and on Ctrl-C too. */
public final class Strike implements AutoCloseable {

    private final Stage stage;
    private final Troupe troupe;
    private final AtomicBoolean done = new AtomicBoolean();

    public Strike(Stage stage, Troupe troupe) {
        this.stage = stage;
        this.troupe = troupe;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "strike"));
    }

    @Override
    public void close() {
        if (!done.compareAndSet(false, true)) {
            return;
        }
        troupe.close();
        try {
            Folders.delete(stage.folder());
        } catch (IOException e) {
            System.err.println(
                    "bench: " + stage.folder() + " could not be removed: " + e.getMessage());
        }
    }
}
