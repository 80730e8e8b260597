package io.understudy.node.process;

import java.nio.file.Path;
import java.time.Duration;

/** A daemon for the tests, as a program of its own: runs one command, tethered. */
final class TetheringDaemon {

    private TetheringDaemon() {}

    public static void main(String[] arguments) throws InterruptedException {
        RunResult result =
                ProgramRunner.tethered(Path.of(arguments[0]))
                        .run(Program.of("/bin/sh", "-c", arguments[1]), Duration.ofMinutes(1));
        System.out.println(result);
    }
}
