package io.understudy.lab;

import io.understudy.lab.cluster.LabCluster;
import io.understudy.testkit.browser.Chromium;
import io.understudy.testkit.browser.OperatorsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A browser on a host of the lab: this machine's program on that host's network. */
final class WorkersBrowser {

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root", "."), "cli/target/understudy");
    private static final String PASSWORD = "three in the morning";
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private WorkersBrowser() {}

    /**
     * A cluster whose nodes serve the page.
     *
     * @param timing as the configuration has it
     */
    static LabCluster.Setting withThePage(Path folder, String timing) {
        return new LabCluster.Setting(
                folder.resolve("lab"),
                PROGRAM,
                LabCluster.configuration(timing) + "dashboard: {}\n",
                false);
    }

    /**
     * Starts it.
     *
     * @param folder for the script that does
     */
    static Chromium on(Host host, Path folder) throws IOException {
        Path there = folder.resolve("chromium-there");
        Files.writeString(
                there,
                "#!/bin/sh\nexec %s \"$@\"\n"
                        .formatted(
                                String.join(
                                        " ",
                                        host.onItsNetwork(List.of(Chromium.PROGRAM.toString())))));
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwx------"));
        return Chromium.start(there);
    }

    /** Gives the one user of these tests a login; on a busy machine not all answer at once. */
    static void addUser(LabCluster cluster) throws LabException, InterruptedException {
        cluster.await("anna may log in", LONGEST, () -> added(cluster.witness()));
    }

    private static Optional<Boolean> added(Host at) {
        try {
            at.feed(PASSWORD + "\n", "understudy", "user", "add", "anna", "--role", "viewer");
            return Optional.of(true);
        } catch (LabException _) {
            return Optional.empty();
        }
    }

    static OperatorsPage logIn(Chromium browser, Host at) {
        OperatorsPage page = new OperatorsPage(browser.open());
        page.logIn("https://%s:8155/".formatted(at.address()), "anna", PASSWORD);
        return page;
    }
}
