package io.understudy.lab.matrix;

/** A host by what it is at when a case begins. */
enum Part {
    PRIMARY("the primary"),
    STANDBY("the standby"),
    WITNESS("the witness");

    private final String words;

    Part(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
