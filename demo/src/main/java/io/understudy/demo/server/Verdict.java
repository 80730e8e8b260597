package io.understudy.demo.server;

/** What the server says to a worker's word about a build. */
enum Verdict {
    /** The result is stored. */
    APPLIED("applied"),
    /** The very same result was stored before. */
    ALREADY("already"),
    /** The build is this worker's; it goes on. */
    GO_ON("go-on"),
    /** The build was given to another worker since; this one drops it. */
    GIVEN_AWAY("given-away"),
    /** The server does not know that it ever handed this out: the hand-out was lost. */
    UNKNOWN("unknown");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
