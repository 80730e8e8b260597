package io.understudy.lab.matrix;

/** Who takes a client's rows once a fault has had its effect, and while it lasts. */
enum Serves {
    PRIMARY("the primary goes on"),
    STANDBY("the standby takes over"),
    EITHER("one of the two"),
    WHOEVER("whoever may"),
    NOBODY("nobody");

    private final String words;

    Serves(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    boolean allows(Serves found) {
        return this == found || this == WHOEVER || (this == EITHER && found != NOBODY);
    }
}
