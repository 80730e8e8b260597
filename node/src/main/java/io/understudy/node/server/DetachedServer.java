package io.understudy.node.server;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.ServerState;
import io.understudy.core.port.Server;
import io.understudy.node.process.DetachedGroup;
import io.understudy.node.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The protected server as a detached process group, which outlives the daemon; a later daemon with
 * the same state directory takes it over as it is.
 *
 * <p>It learns its role from its environment: UNDERSTUDY_ROLE ({@code primary}), UNDERSTUDY_EPOCH,
 * UNDERSTUDY_NODE and UNDERSTUDY_CLUSTER. A server that still runs in another epoch is stopped and
 * started again by {@link #start}, since what it tells others would be wrong.
 */
public final class DetachedServer implements Server {

    private static final String EPOCH = "UNDERSTUDY_EPOCH";
    // What a kill needs to take effect, kept off the time that is given to an orderly stop.
    private static final Duration FOR_THE_KILL = Duration.ofMillis(100);

    private final ServerSettings settings;
    private final DetachedGroup group;
    private final Pulse pulse;
    // Read once for each run: a server that is meant to be stopped is looked at all the time.
    private Optional<ServerState> ended = Optional.empty();

    public DetachedServer(ServerSettings settings) {
        this.settings = settings;
        this.group = new DetachedGroup(settings.stateFile(), settings.log());
        this.pulse = new Pulse(settings.probe(), settings.program(), settings.stateDirectory());
    }

    @Override
    public ServerState look(Duration deadline) {
        try {
            if (!group.isRunning()) {
                return group.obstacle(settings.program())
                        .<ServerState>map(ServerState.Unusable::new)
                        .orElseGet(this::stopped);
            }
            ended = Optional.empty();
            group.keepLogWithinCap();
            return probed(deadline);
        } catch (UncheckedIOException e) {
            return new ServerState.Unknown("Could not look at the server: " + e.getMessage() + ".");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new ServerState.Unknown("The look at the server was interrupted.");
        }
    }

    @Override
    public Outcome start(Epoch epoch, Duration deadline) {
        try {
            if (group.isRunning()) {
                if (runsIn(epoch)) {
                    return new Outcome.Done();
                }
                if (stop(StopMode.ORDERLY, deadline) instanceof Outcome.Failed failed) {
                    return failed;
                }
            }
            ended = Optional.empty();
            pulse.forget();
            return switch (group.start(programOf(epoch))) {
                case DetachedGroup.StartResult.Running() -> new Outcome.Done();
                case DetachedGroup.StartResult.NotRunnable(String why) -> new Outcome.Refused(why);
                case DetachedGroup.StartResult.Failed(String why) -> new Outcome.Failed(why);
            };
        } catch (IOException | UncheckedIOException e) {
            return new Outcome.Failed("Could not start the server: " + e.getMessage() + ".");
        }
    }

    @Override
    public Outcome stop(StopMode mode, Duration deadline) {
        Duration orderly =
                switch (mode) {
                    case ORDERLY -> shorter(settings.stopTimeout(), forOrderlyStop(deadline));
                    case AT_ONCE -> Duration.ZERO;
                };
        try {
            List<Long> left = group.stop(orderly, deadline);
            return left.isEmpty()
                    ? new Outcome.Done()
                    : new Outcome.Failed(
                            "Killed the server, but its processes %s are still there after %d ms."
                                    .formatted(left, deadline.toMillis()));
        } catch (UncheckedIOException e) {
            return new Outcome.Failed("Could not stop the server: " + e.getMessage() + ".");
        }
    }

    /**
     * For people, why a server that was started is not there: its exit status where known, and the
     * last line of its log. Empty where there is nothing to tell.
     */
    public String lastWords() {
        var words = new StringBuilder();
        group.exitStatus().ifPresent(status -> words.append("exit status ").append(status));
        String line = group.log().lastLine();
        if (!line.isEmpty()) {
            words.append(words.isEmpty() ? "" : ", ").append("last log line: ").append(line);
        }
        return words.toString();
    }

    /** The leading process's number, while it runs. */
    public Optional<Long> pid() {
        return group.pid();
    }

    private ServerState probed(Duration deadline) throws InterruptedException {
        return switch (pulse.feel(deadline)) {
            case ServerState.Healthy healthy -> healthy;
            // It may have ended while it was asked; then that is what there is to say.
            case ServerState _ when !group.isRunning() -> stopped();
            case ServerState.Starting starting ->
                    failedStart().<ServerState>map(ServerState.Unhealthy::new).orElse(starting);
            case ServerState felt -> felt;
        };
    }

    /**
     * Why it will never answer, although a process that it had started lives on. One that ended
     * well may have left its work to another.
     */
    private Optional<String> failedStart() {
        return group.exitStatus().stream()
                .filter(status -> status != 0)
                .mapToObj(_ ->
                        "The server ended before it answered, and left processes behind: "
                                + lastWords()
                                + ".")
                .findFirst();
    }

    private ServerState stopped() {
        ServerState stopped = ended.orElseGet(() -> new ServerState.Stopped(lastWords()));
        // The exit status may come a moment after the end.
        ended = group.exitStatus().isPresent() ? Optional.of(stopped) : Optional.empty();
        return stopped;
    }

    private boolean runsIn(Epoch epoch) {
        return group.variable(EPOCH).filter(epoch.toString()::equals).isPresent();
    }

    private Program programOf(Epoch epoch) {
        return settings.program()
                .withVariable("UNDERSTUDY_ROLE", "primary")
                .withVariable(EPOCH, epoch.toString())
                .withVariable("UNDERSTUDY_NODE", settings.node().name())
                .withVariable("UNDERSTUDY_CLUSTER", settings.cluster());
    }

    private static Duration forOrderlyStop(Duration deadline) {
        return deadline.minus(shorter(FOR_THE_KILL, deadline.dividedBy(4)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
