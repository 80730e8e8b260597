package io.understudy.core.decision;

import io.understudy.core.action.Action.WriteRegister;
import io.understudy.core.action.Ticket;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What this node knows of the register.
 *
 * @param sight the newest value seen
 * @param writing the write under way
 * @param asker who waits for that write, if a person's command led to it
 * @param unsettled the version that a write without an answer expected: until the register is seen
 *     past it, that write may still happen
 * @param reading whether a read is under way
 * @param mustRead whether the next thing to do is to read: a write conflicted, or had no answer
 * @param lastRead when the last read was asked for
 * @param lastWrite when the last write was asked for
 * @param silence why the last read had no answer, while that lasts
 */
public record RegisterView(
        Sight sight,
        Optional<WriteRegister> writing,
        Optional<Ticket> asker,
        Optional<Version> unsettled,
        boolean reading,
        boolean mustRead,
        Optional<Moment> lastRead,
        Optional<Moment> lastWrite,
        Optional<String> silence) {

    static final RegisterView NOTHING =
            new RegisterView(
                    new Sight.Unseen(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** The register's value as this node last saw it. */
    public sealed interface Sight {
        record Unseen() implements Sight {}

        /** A read was answered: it was never written. */
        record Missing() implements Sight {}

        /**
         * A value.
         *
         * @param since when this node first saw this very version
         * @param requestSince when it first saw the request that this value holds
         * @param pauseSince when it first saw the mode that this value holds
         * @param epochSince when it first saw the epoch that this value holds
         */
        record Seen(
                Versioned value,
                Moment since,
                Moment requestSince,
                Moment pauseSince,
                Moment epochSince)
                implements Sight {
            public ClusterState state() {
                return value.state();
            }

            public Version version() {
                return value.version();
            }
        }
    }

    public Optional<Sight.Seen> seen() {
        return sight instanceof Sight.Seen seen ? Optional.of(seen) : Optional.empty();
    }

    public Optional<ClusterState> state() {
        return seen().map(Sight.Seen::state);
    }

    /**
     * As if nothing kept a write from being made at once: none before it, and no read that has to
     * come first.
     *
     * @param writes whether the one under way stays, since its end is what was just seen
     */
    public RegisterView ready(boolean writes) {
        Draft draft = new Draft(this);
        draft.writing = writing.filter(_ -> writes);
        draft.mustRead = false;
        draft.lastWrite = Optional.empty();
        return draft.done();
    }

    /** As if the register's value, and what is being written into it, were otherwise. */
    public RegisterView supposing(UnaryOperator<ClusterState> change) {
        Draft draft = new Draft(this);
        draft.writing =
                writing.map(
                        write -> new WriteRegister(write.expected(), change.apply(write.next())));
        return sight instanceof Sight.Seen seen
                ? draft.done()
                        .seeing(
                                new Sight.Seen(
                                        new Versioned(seen.version(), change.apply(seen.state())),
                                        seen.since(),
                                        seen.requestSince(),
                                        seen.pauseSince(),
                                        seen.epochSince()))
                : draft.done();
    }

    /** The same with another sight. */
    public RegisterView seeing(Sight other) {
        Draft draft = new Draft(this);
        draft.sight = other;
        return draft.done();
    }

    /**
     * A newer value, by a read or by the node's own acknowledged write; an older one changes
     * nothing.
     */
    RegisterView found(Moment at, Versioned value) {
        Sight newer =
                switch (sight) {
                    case Sight.Unseen(), Sight.Missing() -> new Sight.Seen(value, at, at, at, at);
                    case Sight.Seen old when value.version().compareTo(old.version()) <= 0 -> old;
                    case Sight.Seen old ->
                            new Sight.Seen(
                                    value,
                                    at,
                                    value.state().request().equals(old.state().request())
                                            ? old.requestSince()
                                            : at,
                                    value.state().mode().equals(old.state().mode())
                                            ? old.pauseSince()
                                            : at,
                                    value.state().epoch().equals(old.state().epoch())
                                            ? old.epochSince()
                                            : at);
                };
        Draft draft = new Draft(this);
        draft.sight = newer;
        draft.unsettled = unsettled.filter(expected -> value.version().compareTo(expected) <= 0);
        return draft.done();
    }

    RegisterView missing() {
        Draft draft = new Draft(this);
        draft.sight = sight instanceof Sight.Seen ? sight : new Sight.Missing();
        return draft.done();
    }

    RegisterView readAsked(Moment at) {
        Draft draft = new Draft(this);
        draft.reading = true;
        draft.lastRead = Optional.of(at);
        return draft.done();
    }

    RegisterView readAnswered() {
        Draft draft = new Draft(this);
        draft.reading = false;
        draft.mustRead = false;
        draft.silence = Optional.empty();
        return draft.done();
    }

    RegisterView readSilent(String why) {
        Draft draft = new Draft(this);
        draft.reading = false;
        draft.silence = Optional.of(why);
        return draft.done();
    }

    RegisterView writeAsked(Moment at, WriteRegister write, Optional<Ticket> by) {
        Draft draft = new Draft(this);
        draft.writing = Optional.of(write);
        draft.asker = by;
        draft.lastWrite = Optional.of(at);
        return draft.done();
    }

    RegisterView writeAcknowledged() {
        Draft draft = writeEnded();
        draft.silence = Optional.empty();
        return draft.done();
    }

    RegisterView writeConflicted() {
        Draft draft = writeEnded();
        draft.mustRead = true;
        return draft.done();
    }

    RegisterView writeUnanswered(String why) {
        Draft draft = writeEnded();
        draft.unsettled = writing.map(WriteRegister::expected);
        draft.mustRead = true;
        draft.silence = Optional.of(why);
        return draft.done();
    }

    private Draft writeEnded() {
        Draft draft = new Draft(this);
        draft.writing = Optional.empty();
        draft.asker = Optional.empty();
        return draft;
    }

    /** A view in the making. It never leaves this record's methods. */
    private static final class Draft {
        private Sight sight;
        private Optional<WriteRegister> writing;
        private Optional<Ticket> asker;
        private Optional<Version> unsettled;
        private boolean reading;
        private boolean mustRead;
        private Optional<Moment> lastRead;
        private Optional<Moment> lastWrite;
        private Optional<String> silence;

        Draft(RegisterView from) {
            sight = from.sight;
            writing = from.writing;
            asker = from.asker;
            unsettled = from.unsettled;
            reading = from.reading;
            mustRead = from.mustRead;
            lastRead = from.lastRead;
            lastWrite = from.lastWrite;
            silence = from.silence;
        }

        RegisterView done() {
            return new RegisterView(
                    sight, writing, asker, unsettled, reading, mustRead, lastRead, lastWrite,
                    silence);
        }
    }
}
