package io.understudy.demo.stage;

import io.understudy.core.model.NodeId;
import java.nio.file.Path;

/**
 * One node of the demonstration. Everything that belongs to it lives in its folder, and every
 * process of it has its working directory there: that is how all of them are found.
 *
 * @param ports its own
 */
public record StageNode(NodeId id, Path folder, boolean witness, Ports ports) {

    /** Where it listens; database and server mean nothing on a witness. */
    public record Ports(
            String address,
            int api,
            int quorum,
            int election,
            int database,
            int server,
            int dashboard) {}

    /** Where it is reached, with that port. */
    public String at(int port) {
        return ports.address() + ":" + port;
    }

    public Path home() {
        return folder.resolve("home");
    }

    /** Given to the database's user, who makes the data directory in it. */
    Path databaseFolder() {
        return folder.resolve("postgresql");
    }

    public Path data() {
        return databaseFolder().resolve("data");
    }

    Path serverFolder() {
        return folder.resolve("pipelines");
    }

    public Path log() {
        return folder.resolve("node.log");
    }
}
