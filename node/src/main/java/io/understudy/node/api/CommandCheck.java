package io.understudy.node.api;

import io.understudy.core.action.Command;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a command that came over the wire can be what it says. Pure. */
final class CommandCheck {

    private static final Pattern LABEL = Pattern.compile("[\\x20-\\x7e]{1,64}");
    private static final Duration LONGEST_PAUSE = Duration.ofDays(7);

    private CommandCheck() {}

    /** What is wrong with it, as one sentence; empty when nothing is. */
    static Optional<String> problem(Command command) {
        return switch (command) {
            case Command.Switchover move -> label("id", move.id());
            case Command.Failover move when move.acceptedLossBytes() < 0 ->
                    Optional.of(
                            "needed an accepted loss of 0 or more bytes, found "
                                    + move.acceptedLossBytes());
            case Command.Failover move -> label("id", move.id());
            case Command.Pause pause when !pause.length().isPositive() ->
                    Optional.of("needed a pause longer than zero, found " + pause.length());
            case Command.Pause pause when pause.length().compareTo(LONGEST_PAUSE) > 0 ->
                    Optional.of("needed a pause of at most 7 days, found " + pause.length());
            case Command.Pause pause -> label("by", pause.by());
            case Command.Resume() -> Optional.empty();
            case Command.Rejoin _, Command.Leave _ -> Optional.empty();
        };
    }

    private static Optional<String> label(String what, String text) {
        return LABEL.matcher(text).matches()
                ? Optional.empty()
                : Optional.of("needed '" + what + "' to be 1 to 64 printable characters");
    }
}
