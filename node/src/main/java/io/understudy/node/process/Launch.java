package io.understudy.node.process;

/** Whether a program can be started, as far as can be told before. */
sealed interface Launch {

    /**
     * It can be tried.
     *
     * @param builder everything but where the output goes
     */
    record Ready(ProcessBuilder builder) implements Launch {}

    /**
     * It cannot be run as it is configured.
     *
     * @param why one sentence for an operator
     */
    record Impossible(String why) implements Launch {}
}
