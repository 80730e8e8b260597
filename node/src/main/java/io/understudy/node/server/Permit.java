package io.understudy.node.server;

import io.understudy.core.model.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The right of a unit to be started, which lies in a file that no boot outlives; the unit's own
 * drop-in asks for it. So neither the boot nor a person nor another unit starts the server where
 * this node is not to serve. The same file tells the server its role.
 */
final class Permit {

    private static final String EPOCH = "UNDERSTUDY_EPOCH=";

    private final UnitSettings settings;
    private final String name;
    private final Path file;
    private final Path dropIn;

    Permit(UnitSettings settings, Systemd systemd) {
        this.settings = settings;
        this.name = "/run/understudy/" + settings.unit() + ".permit";
        this.file = systemd.file(name);
        // The last of the drop-ins counts, and they are taken in the order of their names.
        this.dropIn =
                systemd.file("/etc/systemd/system/" + settings.unit() + ".d/zz-understudy.conf");
    }

    /** Has the unit ask for the permit, once systemd has read its units again. */
    void demand() throws IOException {
        String text =
                """
                # Written by Understudy, which alone starts and stops this unit: server.unit in understudy.yaml.
                # Where it is to do so no longer, delete this file and type: systemctl daemon-reload
                [Unit]
                AssertPathExists=%1$s
                StartLimitIntervalSec=0
                [Service]
                EnvironmentFile=%1$s
                Restart=no
                """
                        .formatted(name);
        if (!Files.exists(dropIn) || !Files.readString(dropIn).equals(text)) {
            write(dropIn, text);
        }
    }

    void grant(Epoch epoch) throws IOException {
        write(
                file,
                "UNDERSTUDY_ROLE=primary\n%s%s\nUNDERSTUDY_NODE=%s\nUNDERSTUDY_CLUSTER=%s\n"
                        .formatted(EPOCH, epoch, settings.node().name(), settings.cluster()));
    }

    void revoke() throws IOException {
        Files.deleteIfExists(file);
    }

    /** For which epoch it was granted; empty where it was not. */
    Optional<String> epoch() throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith(EPOCH))
                        .map(line -> line.substring(EPOCH.length()))
                        .findFirst()
                : Optional.empty();
    }

    /** Whole or not at all. */
    private static void write(Path target, String text) throws IOException {
        Files.createDirectories(target.resolveSibling(""));
        Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
