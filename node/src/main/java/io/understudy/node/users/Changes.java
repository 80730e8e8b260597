package io.understudy.node.users;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which change touched each name last: the names of those who are gone, too, so that nobody comes
 * back by a node that has not heard of it.
 *
 * @param forgotten the latest change of a name that is not in here any more
 * @param last by name, with its kind in front
 * @param clashes of which a change was lost; left out where there are none, as a version without
 *     them has it
 */
record Changes(
        long forgotten,
        Map<String, Long> last,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Clash> clashes) {

    /** As many as there may be users and tokens; the oldest are forgotten first. */
    private static final int MOST = 300;

    /** More are not shown; the earliest go first. */
    private static final int MOST_CLASHES = 20;

    private static final Comparator<Clash> LATEST_FIRST =
            Comparator.comparingLong(Clash::change).reversed().thenComparing(Clash::name);

    static final Changes NONE = new Changes(0, Map.of(), List.of());

    Changes {
        last = Collections.unmodifiableMap(new TreeMap<>(last));
        clashes =
                Objects.requireNonNullElse(clashes, List.<Clash>of()).stream()
                        .sorted(LATEST_FIRST)
                        .limit(MOST_CLASHES)
                        .toList();
    }

    static String user(String name) {
        return "user " + name;
    }

    static String token(String name) {
        return "token " + name;
    }

    /** The change that touched that name last; where it is not known, no earlier one. */
    long of(String name) {
        return last.getOrDefault(name, forgotten);
    }

    Changes with(String name, long change) {
        Map<String, Long> more = new TreeMap<>(last);
        more.put(name, change);
        return new Changes(forgotten, more, clashesBut(name)).bounded();
    }

    /** With those of them that are about the change that touched their name last. */
    Changes with(List<Clash> found) {
        Map<String, Clash> all = new TreeMap<>();
        Stream.concat(clashes.stream(), found.stream())
                .filter(clash -> clash.change() == of(clash.name()))
                .forEach(clash -> all.putIfAbsent(clash.name(), clash));
        return new Changes(forgotten, last, List.copyOf(all.values()));
    }

    private List<Clash> clashesBut(String name) {
        return clashes.stream().filter(clash -> !clash.name().equals(name)).toList();
    }

    Changes forgettingUpTo(long change) {
        return new Changes(Math.max(forgotten, change), last, clashes);
    }

    private Changes bounded() {
        if (last.size() <= MOST) {
            return this;
        }
        Map.Entry<String, Long> oldest =
                last.entrySet().stream()
                        .min(Comparator.comparing(Map.Entry::getValue))
                        .orElseThrow();
        Map<String, Long> fewer = new TreeMap<>(last);
        fewer.remove(oldest.getKey());
        return new Changes(Math.max(forgotten, oldest.getValue()), fewer, clashes);
    }
}
