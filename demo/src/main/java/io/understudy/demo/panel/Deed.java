package io.understudy.demo.panel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be done to the cluster; each but the last befalls whoever is primary then. */
enum Deed {
    KILL("Kill the primary", "kill -9 of its daemon, its guard, its server and its PostgreSQL"),
    CUT("Cut its link", "its cable is pulled: it runs on, and reaches nobody"),
    FREEZE("Freeze its daemon", "SIGSTOP of the daemon alone: what it runs, runs on"),
    FILL("Fill its disk", "no room is left where the daemon keeps its own files"),
    HEAL("Heal all", "everything goes on, is plugged in, has room and is started");

    private final String words;
    private final String meaning;

    Deed(String words, String meaning) {
        this.words = words;
        this.meaning = meaning;
    }

    String words() {
        return words;
    }

    String meaning() {
        return meaning;
    }

    String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Deed> at(String path) {
        return Arrays.stream(values()).filter(deed -> deed.path().equals(path)).findFirst();
    }
}
