package io.understudy.node.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A daemon for the tests, as a program of its own: starts a group and waits to be killed. */
final class ShortLivedDaemon {

    private ShortLivedDaemon() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        var log = new LogFile(folder.resolve("log/out.log"), 10_000);
        var group = new DetachedGroup(folder.resolve("state/process"), log);
        var program = new Program(List.of("sleep", "600"), folder, Optional.empty(), Map.of());
        if (group.start(program) instanceof DetachedGroup.StartResult.Running) {
            System.out.println("started");
        }
        Thread.sleep(60_000);
    }
}
