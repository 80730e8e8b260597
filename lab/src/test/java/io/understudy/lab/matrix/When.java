package io.understudy.lab.matrix;

/** When a case's deeds are done. */
sealed interface When {

    /** How the table names it. */
    String words();

    /** Nothing is under way. */
    record Steady() implements When {
        @Override
        public String words() {
            return "steady";
        }
    }

    /**
     * A switchover has been asked for, and that host's journal holds that step.
     *
     * @param step as {@link io.understudy.demo.stage.Steps} words it
     */
    record Switchover(Part whose, String step) implements When {
        @Override
        public String words() {
            return "switchover: %s %s".formatted(whose.words(), step);
        }
    }

    /** Files are changed on the primary, and the standby is fetching them. */
    record Carrying() implements When {
        @Override
        public String words() {
            return "during a file generation";
        }
    }

    /** The standby has lost its power, has it again, and its journal holds that step. */
    record Rejoin(String step) implements When {
        @Override
        public String words() {
            return "rejoin: " + step;
        }
    }
}
