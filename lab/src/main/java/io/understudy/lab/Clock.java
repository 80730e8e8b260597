package io.understudy.lab;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A wall clock for a host alone: the kernel has one for all, so a library stands between it and
 * each program that is started with it. Monotonic clocks stay as they are.
 */
final class Clock {

    static final String FILE = "/etc/lab-clock";

    private Clock() {}

    static Optional<Path> library() throws LabException {
        try (DirectoryStream<Path> architectures =
                Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (Path architecture : architectures) {
                Path library = architecture.resolve("faketime/libfaketimeMT.so.1");
                if (Files.isReadable(library)) {
                    return Optional.of(library);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new LabException("needed to look for libfaketime, found: " + e, e);
        }
    }

    /** At once, for all that reads that file already. */
    static void set(Host host, Duration difference) throws LabException {
        host.shell(
                "echo %+ds >%s.new && mv %s.new %s"
                        .formatted(difference.toSeconds(), FILE, FILE, FILE));
    }

    /** What is to stand before a program that shall see it; nothing on a host without one. */
    static String before(Host host) throws LabException {
        Optional<Path> library = library();
        if (library.isEmpty() || !host.hasClock()) {
            return "";
        }
        return "env LD_PRELOAD=%s FAKETIME_TIMESTAMP_FILE=%s FAKETIME_NO_CACHE=1 %s "
                .formatted(
                        library.orElseThrow(),
                        FILE,
                        "FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0"
                                + " DONT_FAKE_MONOTONIC=1");
    }
}
