package io.understudy.node.server;

import io.understudy.core.model.NodeId;
import io.understudy.node.process.LogFile;
import io.understudy.node.process.Program;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the protected server is run.
 *
 * @param program its command, which stays in the foreground, its directory, user and environment
 * @param probe how to tell whether it answers
 * @param stopTimeout how long it may take to stop in order before it is killed; the caller's
 *     deadline is kept where that is shorter
 * @param log where its output goes
 * @param stateDirectory a folder of the daemon's own, to recognise the server after a restart
 * @param node this node
 * @param cluster the cluster's name
 */
public record ServerSettings(
        Program program,
        Probe probe,
        Duration stopTimeout,
        LogFile log,
        Path stateDirectory,
        NodeId node,
        String cluster) {

    /** Where it is written down who leads the server's processes. */
    public Path stateFile() {
        return stateDirectory.resolve("server.process");
    }
}
