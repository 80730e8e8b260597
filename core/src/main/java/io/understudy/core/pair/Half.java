package io.understudy.core.pair;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.pair.Ask.Proposal;
import io.understudy.core.pair.Ask.Reply;
import java.util.Optional;

/**
 * One node's half of the register of two. Pure: whoever holds it makes each new half durable before
 * anybody hears of it.
 *
 * @param self whose half it is
 * @param pair both nodes, and who of them may go on alone
 * @param value what the node's own file has; empty where it never had one
 * @param met whether both values were compared since the daemon started, or a person's word made
 *     that needless. Before that, the other may have gone on without this node, so this one writes
 *     nothing alone
 */
public record Half(NodeId self, Pair pair, Optional<Versioned> value, boolean met) {

    private static final int WRITES_BITS = 32;

    /** The half of a daemon that has just started. */
    public static Half starting(NodeId self, Pair pair, Optional<Versioned> kept) {
        return new Half(self, pair, kept, false);
    }

    public Version version() {
        return value.map(Versioned::version).orElse(Version.ABSENT);
    }

    /** How a write goes. */
    public sealed interface Course {
        /** It is made by this half, durably; then the other is told. */
        record Alone(Half next, Ask tell) implements Course {}

        /** The other's vote decides: it is asked. */
        record Together(Ask ask) implements Course {}

        /** The two have not met yet: the other is asked what it has, and then it is tried again. */
        record Meet(Ask ask) implements Course {}

        /** The register is at another version. */
        record Conflict() implements Course {}
    }

    /** Compares, and asks for nothing. */
    public Ask hello() {
        return new Ask(value, Optional.empty());
    }

    public Course propose(Version expected, ClusterState next) {
        boolean word = value.filter(found -> pair.isAWord(found.state(), next, self)).isPresent();
        boolean onAWord =
                value.filter(found -> pair.isOnAWord(found.state(), next, self)).isPresent();
        if (!met && !word && !onAWord) {
            return new Course.Meet(hello());
        }
        if (!version().equals(expected)) {
            return new Course.Conflict();
        }
        if (word || onAWord || hasTheVote()) {
            Half written = with(next, met || onAWord);
            return new Course.Alone(written, written.hello());
        }
        return new Course.Together(new Ask(value, Optional.of(new Proposal(expected, next))));
    }

    /** What the other node said it has: the newer of both is kept. */
    public Half heard(Optional<Versioned> known) {
        boolean newer =
                known.filter(theirs -> theirs.version().compareTo(version()) > 0).isPresent();
        return new Half(self, pair, newer ? known : value, true);
    }

    /** This half after a question, and the answer to it. */
    public record Answered(Half next, Reply reply) {}

    public Answered answer(Ask ask) {
        Half compared = heard(ask.known());
        return ask.proposal()
                .filter(proposal -> compared.version().equals(proposal.expected()))
                .filter(_ -> compared.hasTheVote())
                .map(proposal -> compared.with(proposal.next(), true))
                .map(written -> new Answered(written, new Reply(written.value(), true)))
                .orElseGet(() -> new Answered(compared, new Reply(compared.value(), false)));
    }

    /** Until there is a value, the first of the two decides who founds the cluster. */
    private boolean hasTheVote() {
        return value.map(found -> pair.castingVote(found.state()))
                .orElse(pair.first())
                .equals(self);
    }

    private Half with(ClusterState next, boolean knows) {
        return new Half(self, pair, Optional.of(new Versioned(versionOf(next), next)), knows);
    }

    /**
     * A later epoch's version is always the greater one, however often the node that was left
     * behind has renewed: so the newer value is the one of the greater version, also where the two
     * went apart on a person's word.
     */
    private Version versionOf(ClusterState next) {
        boolean later =
                value.filter(found -> !next.epoch().isAfter(found.state().epoch())).isEmpty();
        return later
                ? new Version(next.epoch().number() << WRITES_BITS)
                : new Version(version().number() + 1);
    }
}
