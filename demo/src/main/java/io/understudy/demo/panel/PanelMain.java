package io.understudy.demo.panel;

import io.understudy.demo.stage.Cables;
import io.understudy.demo.stage.StageException;
import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code ./dev demo --browser}: a whole cluster on this machine with its pages open, and a panel
 * beside them by which it is broken and healed. It stays until it is ended; then all of it goes.
 */
public final class PanelMain {

    /** What the outer process tells the inner one with; no person types it. */
    static final String WITHIN = "--within";

    private static final int BAD = 1;
    private static final int PORTS = 4;

    private PanelMain() {}

    /** Takes the program {@code understudy} by its path. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = List.of(arguments);
        Path understudy = Path.of(words.getFirst());
        try {
            int within = words.indexOf(WITHIN);
            if (within >= 0) {
                new Booth(understudy, Optional.of(Within.of(words.get(within + 1)))).open();
            } else if (Cables.possible()) {
                System.exit(new Outer(understudy).run());
            } else {
                new Booth(understudy, Optional.empty()).open();
            }
        } catch (StageException | IOException e) {
            System.err.println("The demonstration can't go on: " + e.getMessage());
            System.exit(BAD);
        }
    }

    /** The panel's port, and one for each node's page. */
    static List<Integer> ports() {
        return ClaimedPorts.some(PORTS);
    }
}
