package io.understudy.node.users;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which change touched each name last: the names of those who are gone, too, so that nobody comes
 * back by a node that has not heard of it.
 *
 * @param forgotten the latest change of a name that is not in here any more
 * @param last by name, with its kind in front
 */
record Changes(long forgotten, Map<String, Long> last) {

    /** As many as there may be users and tokens; the oldest are forgotten first. */
    private static final int MOST = 300;

    static final Changes NONE = new Changes(0, Map.of());

    Changes {
        last = Collections.unmodifiableMap(new TreeMap<>(last));
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
        return new Changes(forgotten, more).bounded();
    }

    Changes forgettingUpTo(long change) {
        return new Changes(Math.max(forgotten, change), last);
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
        return new Changes(Math.max(forgotten, oldest.getValue()), fewer);
    }
}
