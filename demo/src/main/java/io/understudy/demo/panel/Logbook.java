package io.understudy.demo.panel;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What was done at the panel. Any thread may call. */
final class Logbook {

    private static final int KEPT = 100;

    private final InstantSource clock;
    private final List<Note> notes = new ArrayList<>();

    Logbook(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param at in milliseconds since 1970
     */
    record Note(long at, String words) {}

    synchronized void note(String words) {
        notes.add(new Note(clock.millis(), words));
        if (notes.size() > KEPT) {
            notes.removeFirst();
        }
    }

    synchronized List<Note> notes() {
        return List.copyOf(notes);
    }
}
