package io.understudy.lab.matrix;

/**
 * What is expected in place of the usual where a fault met the cluster a moment later. Which of the
 * two it was is looked up, and never guessed by who serves.
 *
 * @param when what has to be so for it
 * @param serves who serves then, while the fault lasts
 */
record Instead(Instead.Condition when, Serves serves) {

    /** What is told apart. */
    enum Condition {
        /** The register says that the one who was to have the place commits without the other. */
        SUCCESSOR_ALONE("the successor had written that it is alone");

        private final String words;

        Condition(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
