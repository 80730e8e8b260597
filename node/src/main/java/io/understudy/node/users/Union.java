package io.understudy.node.users;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What two nodes' users come to, where both may have been changed while neither heard of the other.
 * The same, whichever of the two asks: so all nodes come to have the same. Pure.
 *
 * @param users of each name, as it was changed last; where both are of one number, as the newer
 *     users have it
 * @param apart the names, with their kind, that only the older ones have as they were changed last
 * @param lost the names of which a change is in neither: two were made at once, and one had to win
 */
public record Union(Users users, Set<String> apart, Set<String> lost) {

    public Union {
        apart = Set.copyOf(apart);
        lost = Set.copyOf(lost);
    }

    static Union of(Users one, Users other) {
        boolean first = one.isNewerThan(other);
        Users newer = first ? one : other;
        Users older = first ? other : one;
        Set<String> apart = new TreeSet<>();
        Set<String> lost = new TreeSet<>();
        List<Clash> clashes = new ArrayList<>();
        older.changes()
                .last()
                .forEach((name, change) -> {
                    long there = newer.changes().of(name);
                    if (change > there) {
                        apart.add(name);
                    } else if (change == there
                            && newer.changes().last().containsKey(name)
                            && !older.entry(name).equals(newer.entry(name))) {
                        lost.add(name);
                        clashes.add(Clash.of(name, change, newer.entry(name), older.entry(name)));
                    }
                });
        clashes.addAll(older.clashes());
        if (apart.isEmpty() && newer.changes().with(clashes).equals(newer.changes())) {
            return new Union(newer, apart, lost);
        }
        List<User> people =
                chosen(newer.users(), older.users(), apart, user -> Changes.user(user.name()));
        List<ApiToken> tokens =
                chosen(newer.tokens(), older.tokens(), apart, token -> Changes.token(token.name()));
        if (people.size() > Users.MOST || tokens.size() > Users.MOST_TOKENS) {
            lost.addAll(apart);
            return new Union(newer, Set.of(), lost);
        }
        Changes changes =
                apart.isEmpty()
                        ? newer.changes()
                        : newer.changes().forgettingUpTo(older.changes().forgotten());
        for (String name : apart) {
            changes = changes.with(name, older.changes().of(name));
        }
        return new Union(
                new Users(
                        newer.version() + 1,
                        mark(newer, older),
                        people,
                        tokens,
                        changes.with(clashes)),
                apart,
                lost);
    }

    private static <T> List<T> chosen(
            List<T> newer, List<T> older, Set<String> apart, Function<T, String> name) {
        return Stream.concat(
                        newer.stream().filter(one -> !apart.contains(name.apply(one))),
                        older.stream().filter(one -> apart.contains(name.apply(one))))
                .toList();
    }

    /** Whoever joins these two makes the same of them. */
    private static String mark(Users newer, Users older) {
        return Long.toHexString(
                Long.parseUnsignedLong(newer.mark(), 16) * 31
                        + Long.parseUnsignedLong(older.mark(), 16));
    }
}
