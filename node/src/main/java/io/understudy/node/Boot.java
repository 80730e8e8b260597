package io.understudy.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which start of this host it is. */
final class Boot {

    private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /** As the kernel names it; "unknown" where it does not. */
    static String id() {
        try {
            return Files.readString(FILE).strip();
        } catch (IOException _) {
            return "unknown";
        }
    }
}
