package io.understudy.node.dashboard;

import io.understudy.node.users.ApiToken;
import io.understudy.node.users.Users;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Lets programs in by their tokens. An address that brings wrong ones waits as one that guesses
 * passwords does; a right one is let in all the same, since nobody can guess it, and one forgotten
 * script must not keep out all others of its host. Any thread may call.
 */
final class Programs {

    private static final int MOST_REMEMBERED = 500;
    private static final int FREE_FAILURES = 20;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration NOTED_AGAIN_AFTER = Duration.ofHours(12);

    private final Supplier<Users> users;
    private final Audit audit;
    private final LongSupplier clock;
    private final InstantSource time;
    private final Ward addresses = new Ward(FREE_FAILURES, LONGEST_WAIT);
    private final Map<String, Tickets> tickets = new ConcurrentHashMap<>();
    private final Map<Visit, Long> noted =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Visit, Long> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    /**
     * @param clock monotonic, in nanoseconds
     * @param time the wall clock, by which tokens end
     */
    Programs(Supplier<Users> users, Audit audit, LongSupplier clock, InstantSource time) {
        this.users = users;
        this.audit = audit;
        this.clock = clock;
        this.time = time;
    }

    private record Visit(String hash, String from) {}

    /** What came of it. */
    sealed interface Entry {
        record In(Program program) implements Entry {}

        /** It is none of this cluster's. */
        record Unknown() implements Entry {}

        record Ended(ApiToken token) implements Entry {}

        /** Too many were wrong. */
        record Wait(Duration left) implements Entry {}
    }

    /**
     * By a token, as it came.
     *
     * @param from the address
     */
    Entry enter(String text, String from) {
        Optional<ApiToken> found = users.get().tokenOf(text);
        boolean good = found.filter(token -> time.instant().isBefore(token.end())).isPresent();
        return good ? entered(found.get(), from) : failed(found, from);
    }

    private Entry entered(ApiToken token, String from) {
        if (isNew(new Visit(token.hash(), from))) {
            audit.note(
                    "token " + token.name(),
                    from,
                    "came in as " + token.role().name().toLowerCase(Locale.ROOT));
            tickets.keySet()
                    .retainAll(
                            users.get().tokens().stream()
                                    .map(ApiToken::hash)
                                    .collect(Collectors.toSet()));
        }
        return new Entry.In(
                new Program(token, tickets.computeIfAbsent(token.hash(), _ -> new Tickets())));
    }

    private Entry failed(Optional<ApiToken> ended, String from) {
        Optional<Duration> wait = wait(from);
        if (wait.isPresent()) {
            return new Entry.Wait(wait.get());
        }
        audit.note(
                ended.map(token -> "token " + token.name()).orElse("an unknown token"),
                from,
                ended.map(token -> "could not come in: it ended at " + token.end())
                        .orElse("could not come in"));
        return ended.<Entry>map(Entry.Ended::new).orElseGet(Entry.Unknown::new);
    }

    /** How long that address still has to wait; where it need not, this is one more failure. */
    private synchronized Optional<Duration> wait(String from) {
        Optional<Duration> left = addresses.wait(from, clock.getAsLong());
        if (left.isEmpty()) {
            addresses.failed(from, clock.getAsLong());
        }
        return left;
    }

    private synchronized boolean isNew(Visit visit) {
        long now = clock.getAsLong();
        Optional<Long> before = Optional.ofNullable(noted.get(visit));
        boolean isNew = before.filter(at -> now - at < NOTED_AGAIN_AFTER.toNanos()).isEmpty();
        if (isNew) {
            noted.put(visit, now);
        }
        return isNew;
    }
}
