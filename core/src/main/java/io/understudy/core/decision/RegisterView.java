package io.understudy.core.decision;

import io.understudy.core.action.Action.WriteRegister;
import io.understudy.core.action.Ticket;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import java.util.Optional;

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
         */
        record Seen(Versioned value, Moment since, Moment requestSince, Moment pauseSince)
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
     * A newer value, by a read or by the node's own acknowledged write; an older one changes
     * nothing.
     */
    RegisterView found(Moment at, Versioned value) {
        Sight newer =
                switch (sight) {
                    case Sight.Unseen(), Sight.Missing() -> new Sight.Seen(value, at, at, at);
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
                                            : at);
                };
        Optional<Version> stillUnsettled =
                unsettled.filter(expected -> value.version().compareTo(expected) <= 0);
        return new RegisterView(
                newer,
                writing,
                asker,
                stillUnsettled,
                reading,
                mustRead,
                lastRead,
                lastWrite,
                silence);
    }

    RegisterView missing() {
        Sight now = sight instanceof Sight.Seen ? sight : new Sight.Missing();
        return new RegisterView(
                now, writing, asker, unsettled, reading, mustRead, lastRead, lastWrite, silence);
    }

    RegisterView readAsked(Moment at) {
        return new RegisterView(
                sight,
                writing,
                asker,
                unsettled,
                true,
                mustRead,
                Optional.of(at),
                lastWrite,
                silence);
    }

    RegisterView readAnswered() {
        return new RegisterView(
                sight,
                writing,
                asker,
                unsettled,
                false,
                false,
                lastRead,
                lastWrite,
                Optional.empty());
    }

    RegisterView readSilent(String why) {
        return new RegisterView(
                sight,
                writing,
                asker,
                unsettled,
                false,
                mustRead,
                lastRead,
                lastWrite,
                Optional.of(why));
    }

    RegisterView writeAsked(Moment at, WriteRegister write, Optional<Ticket> by) {
        return new RegisterView(
                sight,
                Optional.of(write),
                by,
                unsettled,
                reading,
                mustRead,
                lastRead,
                Optional.of(at),
                silence);
    }

    RegisterView writeAcknowledged() {
        return new RegisterView(
                sight,
                Optional.empty(),
                Optional.empty(),
                unsettled,
                reading,
                mustRead,
                lastRead,
                lastWrite,
                Optional.empty());
    }

    RegisterView writeConflicted() {
        return new RegisterView(
                sight,
                Optional.empty(),
                Optional.empty(),
                unsettled,
                reading,
                true,
                lastRead,
                lastWrite,
                silence);
    }

    RegisterView writeUnanswered(String why) {
        Optional<Version> expected = writing.map(WriteRegister::expected);
        return new RegisterView(
                sight,
                Optional.empty(),
                Optional.empty(),
                expected,
                reading,
                true,
                lastRead,
                lastWrite,
                Optional.of(why));
    }
}
