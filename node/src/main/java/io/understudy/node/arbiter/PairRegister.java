package io.understudy.node.arbiter;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Version;
import io.understudy.core.pair.Ask;
import io.understudy.core.pair.Half;
import io.understudy.core.port.Register;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The register of two nodes: this node's half over its file, and questions to the other. All
 * deciding is the half's. The file is written before anybody hears of what it then has.
 */
final class PairRegister implements Register {

    private final RegisterFile file;
    private final PairLine line;
    private final Duration fresh;
    private final Runnable changed;
    private Half half;

    PairRegister(Half half, RegisterFile file, PairLine line, Patience patience) {
        this.half = half;
        this.file = file;
        this.line = line;
        this.fresh = patience.fresh();
        this.changed = patience.changed();
    }

    /**
     * When to ask, and whom to tell.
     *
     * @param fresh so long after the two last spoke, a read asks again
     * @param changed told when the other node has brought a newer value; must not block
     */
    record Patience(Duration fresh, Runnable changed) {}

    @Override
    public ReadResult read(Duration deadline) {
        Half before = half();
        if (!before.met() || line.sinceContact().compareTo(fresh) > 0) {
            ask(before.hello(), deadline.dividedBy(2));
        }
        Half now = half();
        if (now.value().isPresent()) {
            return new ReadResult.Found(now.value().get());
        }
        return now.met() ? new ReadResult.Absent() : new ReadResult.Unknown(line.silence());
    }

    @Override
    public CasResult compareAndSet(Version expected, ClusterState next, Duration deadline) {
        if (half().propose(expected, next) instanceof Half.Course.Meet(Ask hello)
                && ask(hello, deadline.dividedBy(2)).isEmpty()) {
            return new CasResult.Unknown(line.silence());
        }
        try {
            return switch (begun(expected, next)) {
                case Half.Course.Conflict() -> new CasResult.Conflict();
                case Half.Course.Meet _ -> new CasResult.Unknown(line.silence());
                case Half.Course.Alone(Half written, Ask tell) ->
                        told(written, tell, deadline.dividedBy(2));
                case Half.Course.Together(Ask together) ->
                        together(together, deadline.dividedBy(2));
            };
        } catch (IOException e) {
            return new CasResult.Unknown(String.valueOf(e.getMessage()));
        }
    }

    /**
     * What the other brought and this node did not know of came about without this write, or right
     * after it.
     */
    private CasResult told(Half written, Ask tell, Duration deadline) {
        Optional<Heard> heard = ask(tell, deadline);
        return heard.filter(Heard::newer).isPresent()
                ? new CasResult.Unknown(other() + " has a newer value")
                : new CasResult.Written(written.version());
    }

    /** What is made alone is durable when this returns. */
    private synchronized Half.Course begun(Version expected, ClusterState next) throws IOException {
        Half.Course course = half.propose(expected, next);
        if (course instanceof Half.Course.Alone(Half written, var _)) {
            keep(written);
        }
        return course;
    }

    private CasResult together(Ask ask, Duration deadline) {
        Optional<Ask.Reply> reply = ask(ask, deadline).map(Heard::reply);
        if (reply.isEmpty()) {
            return new CasResult.Unknown(line.silence());
        }
        boolean kept =
                reply.get()
                        .known()
                        .filter(known -> half().version().compareTo(known.version()) >= 0)
                        .isPresent();
        if (reply.get().accepted() && kept) {
            return new CasResult.Written(reply.get().known().orElseThrow().version());
        }
        boolean doubtful =
                reply.get().accepted()
                        || ask.proposal()
                                .filter(asked -> asked.mayBeWhatIsThere(reply.get()))
                                .isPresent();
        return doubtful ? new CasResult.Unknown(line.silence()) : new CasResult.Conflict();
    }

    /** An answer, and whether it had anything that this node did not know of. */
    private record Heard(Ask.Reply reply, boolean newer) {}

    /** What the other answered, once it is kept; empty where it did not answer. */
    private Optional<Heard> ask(Ask ask, Duration deadline) {
        return line.ask(ask, deadline)
                .map(reply -> {
                    try {
                        return new Heard(reply, heard(reply));
                    } catch (IOException e) {
                        line.failed(String.valueOf(e.getMessage()));
                        return new Heard(reply, true);
                    }
                });
    }

    private synchronized boolean heard(Ask.Reply reply) throws IOException {
        Version before = half.version();
        keep(half.heard(reply.known()));
        return !half.version().equals(before);
    }

    /**
     * Answers the other node.
     *
     * @throws IOException when this node can't keep what it would answer; nothing has changed
     */
    Ask.Reply answer(Ask ask) throws IOException {
        Ask.Reply reply;
        boolean newer;
        synchronized (this) {
            Half.Answered answered = half.answer(ask);
            newer = !answered.next().version().equals(half.version());
            keep(answered.next());
            reply = answered.reply();
        }
        line.heard();
        if (newer) {
            changed.run();
        }
        return reply;
    }

    NodeId other() {
        return half().pair().otherThan(half().self());
    }

    private synchronized Half half() {
        return half;
    }

    private void keep(Half next) throws IOException {
        if (!next.version().equals(half.version())) {
            file.write(next.value().orElseThrow());
        }
        half = next;
    }
}
