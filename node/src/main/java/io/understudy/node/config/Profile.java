package io.understudy.node.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a kind of server before its user says anything.
 *
 * @param name as in {@code server.profile}
 * @param title its name for people
 * @param proven what it was tried with; empty where that is still to be done
 * @param ports where it answers, by what for
 * @param notes what is left to its user, one sentence or two each
 * @param files what has to move along with it, by name
 */
public record Profile(
        String name,
        String title,
        Optional<String> proven,
        Map<String, Integer> ports,
        List<String> notes,
        Map<String, Carried> files) {

    public Profile {
        ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
        notes = List.copyOf(notes);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /**
     * A folder that moves along.
     *
     * @param exclude what of it is each host's own, or is made again: patterns relative to it
     */
    public record Carried(Path path, List<String> exclude) {
        public Carried {
            exclude = List.copyOf(exclude);
        }
    }

    /** One sentence on how far it can be trusted. */
    public String trust() {
        return proven.map(what -> "proven with " + what)
                .orElse("not yet proven with a " + title + " of its own");
    }
}
