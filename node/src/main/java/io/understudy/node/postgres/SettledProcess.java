package io.understudy.node.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a process of PostgreSQL has surely acted on a SIGHUP that was sent before.
 *
 * <p>A PostgreSQL process handles the signal by setting a flag and its latch, and does what the
 * flag asks at the top of its main loop. It goes to sleep on the latch at the loop's end, and only
 * while the latch is not set. So if it sleeps there, and no signal is pending for it, then it has
 * been through its loop since the signal. That it slept from the first look to the last, and so
 * also when PostgreSQL named the place it sleeps at, is known by its count of voluntary switches.
 */
record SettledProcess(long switches) {

    private static final long HANGUP = 1;

    /** Empty while it runs, or has the signal still pending. */
    static Optional<SettledProcess> asleep(long pid) {
        boolean sleeping = false;
        long pending = 0;
        long switches = -1;
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                String value = line.substring(line.indexOf(':') + 1).strip();
                if (line.startsWith("State:")) {
                    sleeping = value.startsWith("S");
                } else if (line.startsWith("SigPnd:") || line.startsWith("ShdPnd:")) {
                    pending |= Long.parseUnsignedLong(value, 16) & HANGUP;
                } else if (line.startsWith("voluntary_ctxt_switches:")) {
                    switches = Long.parseLong(value);
                }
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return sleeping && pending == 0 && switches >= 0
                ? Optional.of(new SettledProcess(switches))
                : Optional.empty();
    }
}
