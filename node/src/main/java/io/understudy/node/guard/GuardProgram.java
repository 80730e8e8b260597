package io.understudy.node.guard;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.GuardState;
import io.understudy.core.port.Guard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The guard as a small program of its own, over a socket in the node's home. It is found where an
 * earlier daemon left it, and started where it does not run. Any thread may call.
 */
public final class GuardProgram implements Guard, AutoCloseable {

    private static final String GREETING = "understudy-guard 1";
    private static final int LONGEST_SOCKET = 107;
    private static final Duration LONGEST_DRILL = Duration.ofSeconds(5);

    private final GuardSettings settings;
    private final Path socket;
    private final Starter starter;
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<Line> line = Optional.empty();
    private volatile Optional<GuardState> latest = Optional.empty();

    public GuardProgram(GuardSettings settings) {
        this.settings = settings;
        this.socket = settings.home().resolve("run").resolve("guard.sock");
        this.starter = new Starter(settings);
    }

    @Override
    public GuardState look(Duration deadline) {
        return state("state", deadline);
    }

    @Override
    public GuardState arm(Epoch epoch, Moment until, Duration deadline) {
        return state("arm " + epoch.number() + " " + until.nanos(), deadline);
    }

    @Override
    public GuardState disarm(Duration deadline) {
        return state("disarm", deadline);
    }

    /** What it last said to this daemon; empty before it was asked. Asks nobody. */
    public Optional<GuardState> latest() {
        return latest;
    }

    /**
     * It ends a decoy of its own and nothing else, by what it would end a server with.
     *
     * @return what came of it; {@link Drill.Failed} where it did not prove itself
     */
    public Drill drill() {
        Line.Expiry expiry = Line.Expiry.in(LONGEST_DRILL);
        try (Line aside = aside(expiry)) {
            return Answers.drill(aside.ask("drill", expiry));
        } catch (UnansweredException e) {
            return new Drill.Failed(e.why());
        }
    }

    /** What it is and what it sees, for people. */
    public Sight sight(Duration deadline) {
        Line.Expiry expiry = Line.Expiry.in(deadline);
        try (Line aside = aside(expiry)) {
            return Answers.sight(aside.ask("facts", expiry), aside.ask("targets", expiry));
        } catch (UnansweredException e) {
            return new Sight.Unseen(e.why());
        }
    }

    /** When it last proved itself; empty where it never has. Asks the disk alone. */
    public Optional<Proof> lastProof() {
        return Proof.read(settings.home().resolve("guard.proved"));
    }

    /** Ends the guard itself: nothing serves here any more, and no daemon is to come back soon. */
    public void dismiss(Duration deadline) {
        try {
            inTurn("disarm", deadline);
            inTurn("quit", deadline);
        } catch (UnansweredException _) {
            // One that can't be asked has nothing to end, and ends with its socket.
        }
    }

    /** Leaves the guard as it is. */
    @Override
    public void close() {
        turn.lock();
        try {
            hangUp();
        } finally {
            turn.unlock();
        }
    }

    /** A connection of its own: a person's question never holds up an arming. */
    private Line aside(Line.Expiry expiry) throws UnansweredException {
        if (look(expiry.left()) instanceof GuardState.Missing(String why)) {
            throw new UnansweredException(why);
        }
        return opened(expiry);
    }

    private GuardState state(String question, Duration deadline) {
        GuardState state;
        try {
            state = Answers.state(inTurn(question, deadline));
        } catch (UnansweredException e) {
            state = new GuardState.Missing(e.why());
        }
        latest = Optional.of(state);
        return state;
    }

    private String inTurn(String question, Duration deadline) throws UnansweredException {
        Line.Expiry expiry = Line.Expiry.in(deadline);
        try {
            if (!turn.tryLock(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UnansweredException(
                        "needed an answer of the guard, found that an earlier question still waits"
                                + " for one");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UnansweredException("needed an answer of the guard, found this interrupted");
        }
        try {
            return asked(question, expiry);
        } finally {
            turn.unlock();
        }
    }

    /**
     * A connection of before may be one to a guard that has died since: that is asked once more.
     */
    private String asked(String question, Line.Expiry expiry) throws UnansweredException {
        if (line.isPresent()) {
            try {
                return line.get().ask(question, expiry);
            } catch (UnansweredException e) {
                hangUp();
                if (!expiry.left().isPositive()) {
                    throw e;
                }
            }
        }
        try {
            Line fresh = opened(expiry);
            line = Optional.of(fresh);
            introduce(fresh, expiry);
            return fresh.ask(question, expiry);
        } catch (UnansweredException e) {
            hangUp();
            throw e;
        }
    }

    private Line opened(Line.Expiry expiry) throws UnansweredException {
        int length = socket.toString().length();
        if (length > LONGEST_SOCKET) {
            throw new UnansweredException(
                    "needed a home with a short name for the guard's socket, found that %s has %d bytes, and %d are the most"
                            .formatted(socket, length, LONGEST_SOCKET));
        }
        try {
            return Line.open(socket, GREETING, expiry);
        } catch (IOException _) {
            starter.start(expiry.left());
        }
        try {
            return Line.open(socket, GREETING, expiry);
        } catch (IOException e) {
            throw new UnansweredException(
                    "needed the guard to listen at " + socket + ", found: " + e.getMessage());
        }
    }

    /** What an earlier daemon sent and was not read is never acted on after this. */
    private void introduce(Line fresh, Line.Expiry expiry) throws UnansweredException {
        Answers.state(fresh.ask("lead", expiry));
        Answers.expect("watching ", fresh.ask(Questions.watch(settings.watched()), expiry));
        String mode = settings.watchdog().name().toLowerCase(Locale.ROOT);
        Answers.expect("watchdog ", fresh.ask("watchdog " + mode, expiry));
    }

    private void hangUp() {
        line.ifPresent(Line::close);
        line = Optional.empty();
    }
}
