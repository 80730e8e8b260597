package io.understudy.node.arbiter;

import io.understudy.node.disk.Trouble;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/**
 * What a member keeps on disk. It takes nothing more once a write has failed: what of that write is
 * on disk is unknown, and ZooKeeper would append behind a torn record, which nobody reads past, and
 * acknowledge that. Whoever opens the folder again reads up to the torn record.
 */
final class MemberLog extends FileTxnSnapLog {

    private final Path folder;
    private final Runnable failed;
    private volatile Optional<String> failure = Optional.empty();

    /**
     * Opens it.
     *
     * @param failed called once, from the thread whose write has failed; must not block
     */
    MemberLog(Path folder, Runnable failed) throws IOException {
        super(folder.toFile(), folder.toFile());
        this.folder = folder;
        this.failed = failed;
    }

    /** Why it takes nothing more, in a few words; empty while it does. */
    Optional<String> failure() {
        return failure;
    }

    @Override
    public boolean append(Request request) throws IOException {
        return unlessFailed(() -> super.append(request));
    }

    @Override
    public void commit() throws IOException {
        unlessFailed(() -> {
            super.commit();
            return true;
        });
    }

    @Override
    public void rollLog() throws IOException {
        unlessFailed(() -> {
            super.rollLog();
            return true;
        });
    }

    /**
     * Synced, whatever was asked for: without its first snapshot a log is of no use, and ZooKeeper
     * leaves that to the operating system, so that a power cut could take it alone.
     */
    @Override
    public File save(DataTree tree, ConcurrentHashMap<Long, Integer> sessions, boolean syncSnapshot)
            throws IOException {
        return unlessFailed(() -> super.save(tree, sessions, true));
    }

    /** Its stream would write what it still holds behind the torn record. */
    @Override
    public void close() throws IOException {
        if (failure.isEmpty()) {
            super.close();
        }
    }

    private <T> T unlessFailed(Writing<T> write) throws IOException {
        if (failure.isPresent()) {
            throw new IOException(
                    "an earlier write to " + folder + " has failed: " + failure.get());
        }
        try {
            return write.run();
        } catch (IOException e) {
            failure = Optional.of(Trouble.of(e));
            failed.run();
            throw e;
        }
    }

    private interface Writing<T> {
        T run() throws IOException;
    }
}
