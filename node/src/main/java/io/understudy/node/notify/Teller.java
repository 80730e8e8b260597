package io.understudy.node.notify;

import io.understudy.core.decision.NodeState;
import io.understudy.core.model.Moment;
import io.understudy.core.notice.Beside;
import io.understudy.core.notice.Book;
import io.understudy.core.notice.NoticeLimits;
import io.understudy.core.notice.Notices;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what is worth telling after each decision, on the thread that decides. */
public final class Teller {

    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

    private final Notices notices;
    private final Function<Moment, Beside> beside;
    private final Post post;
    private Optional<Book> book = Optional.empty();
    private boolean defective;

    /**
     * @param beside what the node knows beside its decisions; must not block
     */
    public Teller(NoticeLimits limits, Function<Moment, Beside> beside, Post post) {
        this.notices = new Notices(limits);
        this.beside = beside;
        this.post = post;
    }

    /**
     * For one thread; takes some microseconds. A defect here must not end a node that serves: it is
     * in the log once, and nothing more is told.
     */
    public void decided(NodeState state, Moment at) {
        if (defective) {
            return;
        }
        try {
            tell(state, at);
        } catch (RuntimeException e) {
            defective = true;
            LOG.error("the node goes on without its notices", e);
        }
    }

    /** A first daemon that tells keeps at once from when on it does. */
    private Book begin(NodeState state, Moment at) {
        return Book.of(
                post.kept()
                        .orElseGet(() -> {
                            Book.Kept first = Book.Kept.first(state);
                            post.tell(first, List.of());
                            return first;
                        }),
                at);
    }

    private void tell(NodeState state, Moment at) {
        Book before = book.orElseGet(() -> begin(state, at));
        Notices.Told told = notices.next(before, state, beside.apply(at), at);
        book = Optional.of(told.next());
        if (!told.notices().isEmpty()) {
            post.tell(told.next().kept(), told.notices());
        }
    }

    /** The node has stopped for a reason that no decision has; for the same thread. */
    public void stopped(NodeState state, String why, Moment at) {
        Book before = book.orElseGet(() -> begin(state, at));
        Notices.Told told = Notices.stopped(before, state.self(), why, at);
        if (!told.notices().isEmpty()) {
            post.tell(told.next().kept(), told.notices());
        }
    }
}
