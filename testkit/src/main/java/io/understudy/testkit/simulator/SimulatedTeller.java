package io.understudy.testkit.simulator;

import io.understudy.core.decision.NodeState;
import io.understudy.core.notice.Beside;
import io.understudy.core.notice.Book;
import io.understudy.core.notice.Notice;
import io.understudy.core.notice.NoticeLimits;
import io.understudy.core.notice.Notices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node tells people, over all runs of its daemon: what it has told is on its disk. */
final class SimulatedTeller {

    /** A run is too short for the usual limits. */
    static final NoticeLimits LIMITS =
            new NoticeLimits(
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(5),
                    64L << 20,
                    Duration.ofSeconds(6),
                    30);

    private final World world;
    private final SimulatedNode node;
    private final Notices notices = new Notices(LIMITS);
    private final List<Notice> told = new ArrayList<>();
    private Beside beside = Beside.QUIET;
    private Book.@Nullable Kept kept;
    private @Nullable Book book;

    SimulatedTeller(World world, SimulatedNode node) {
        this.world = world;
        this.node = node;
    }

    /** A new run of the daemon begins. */
    void begins() {
        book = null;
    }

    /** The next daemon is the first one that tells. */
    void forgets() {
        kept = null;
    }

    void knows(Beside changed) {
        beside = changed;
    }

    void decided(NodeState state) {
        Book before = book == null ? Book.of(known(state), node.now()) : book;
        Notices.Told next = notices.next(before, state, beside, node.now());
        book = next.next();
        kept = book.kept();
        for (Notice notice : next.notices()) {
            told.add(notice);
            world.transcript().note(node.id(), "tells: % %", notice.stage(), notice.headline());
            world.invariants().notices().told(node, notice);
        }
        world.invariants().notices().decided(node, state);
    }

    private Book.Kept known(NodeState state) {
        return kept == null ? Book.Kept.first(state) : kept;
    }

    List<Notice> told() {
        return List.copyOf(told);
    }
}
