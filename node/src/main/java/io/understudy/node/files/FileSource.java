package io.understudy.node.files;

import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.NodeId;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * The files of other nodes. Calls block at most about as long as they are told, and throw nothing
 * for what a node or a network can do; any thread may call.
 */
public interface FileSource {

    /**
     * Asks for a generation that is newer, or for what is sent ahead of one, and waits for either.
     */
    Reply next(NodeId holder, Here here, Duration wait);

    /**
     * What is here already.
     *
     * @param after the newest generation
     * @param applied what is in its place here, which the primary wants to know
     * @param ahead what was last sent ahead, by the name that it had; empty: nothing
     */
    record Here(
            Optional<FileGeneration> after,
            Optional<FileGeneration> applied,
            Optional<String> ahead) {}

    /** Asks for contents; whoever gets a stream closes it. */
    Reply contents(NodeId holder, String wanted, Duration deadline);

    /** What came back. */
    sealed interface Reply {

        /** Bytes, whose reading may fail or end early. */
        record Bytes(InputStream in) implements Reply {}

        /** There is nothing newer yet. */
        record Nothing() implements Reply {}

        /** It said no, or nothing; {@code why} is one sentence. */
        record Silent(String why) implements Reply {}
    }
}
