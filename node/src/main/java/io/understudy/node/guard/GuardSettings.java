package io.understudy.node.guard;

import java.nio.file.Path;
import java.util.List;

/**
 * What the guard of one node is, and what it ends.
 *
 * @param program the guard's own program
 * @param home the node's: its socket, its log and its proof are there
 * @param watched all that may serve here
 */
public record GuardSettings(Path program, Path home, List<Watched> watched, Watchdog watchdog) {

    public GuardSettings {
        watched = List.copyOf(watched);
    }

    /** Something that may serve here. */
    public sealed interface Watched {

        /** The protected server, by the state file of its group. */
        record Server(Path stateFile) implements Watched {}

        /**
         * The protected server as a unit of systemd's.
         *
         * @param group its name, below what all control groups of that systemd are below: {@code
         *     /gocd.service}, mostly
         */
        record Unit(Path group) implements Watched {}

        /**
         * A PostgreSQL, by its directory.
         *
         * @param side where the programs run that change it
         */
        record Database(Path data, Path side) implements Watched {}

        /**
         * A virtual address, which is taken off.
         *
         * @param ip with its prefix
         */
        record Address(String device, String ip) implements Watched {}
    }

    /** What the host's watchdog is to do. */
    public enum Watchdog {
        /** It is not touched. */
        OFF,
        /** It is used where there is one that nobody else uses. */
        AUTOMATIC,
        /** Without it the guard does not arm, and so the node does not serve. */
        REQUIRED
    }
}
