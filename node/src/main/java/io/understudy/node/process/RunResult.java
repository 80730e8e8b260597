package io.understudy.node.process;

/** How a short command ended. Output is the last part of what it wrote, where that was much. */
public sealed interface RunResult {

    /** It ended by itself; 0 is success by custom. */
    record Exited(int status, String output, String errors) implements RunResult {

        public boolean succeeded() {
            return status == 0;
        }
    }

    /** It did not end in time and was killed with all of its session. */
    record TimedOut(String output, String errors) implements RunResult {}

    /** It did not run. {@code why} is one sentence. */
    record NotStarted(String why) implements RunResult {}
}
