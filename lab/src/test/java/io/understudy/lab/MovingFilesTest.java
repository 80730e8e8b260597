package io.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's files between the daemons of two hosts, move after move. */
@Tag("long")
class MovingFilesTest {

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root", "."), "cli/target/understudy");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PROMISED = Duration.ofSeconds(3);
    private static final String STATE = "/etc/ci/state";
    private static final String STARTED = "/srv/started";
    private static final int CHANGES = 9;

    /** Its server notes what it finds when it starts. */
    private static final String WITH_FILES =
            """
            server:
              command: [/bin/sh, -c, "cat %s >>%s; exec sleep 1000000"]
              directory: /srv
              probe: { command: [/bin/true], every: 200ms, timeout: 5s }
              stop-timeout: 2s
            files: { config: { path: /etc/ci } }
            """
                    .formatted(STATE, STARTED);

    @TempDir Path folder = Path.of("");
    private Lab lab = Lab.in(folder);

    @BeforeEach
    void make() throws LabException {
        var missing = Lab.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        lab = Lab.in(folder.resolve("lab"));
        lab.make();
        Installation installation = new Installation(lab, PROGRAM, Installation.newestPostgresql());
        installation.unpack();
        for (String carrier : List.of("ci-a", "ci-b")) {
            lab.host(carrier).run("mkdir", "/etc/ci");
        }
        change("ci-a", "at first");
        installation.found(Installation.plain() + WITH_FILES);
        awaitInSync("ci-a");
    }

    @AfterEach
    void remove() throws LabException {
        lab.remove();
    }

    @Test
    void theNextServerFindsWhatTheLastOneLeft() throws LabException, IOException {
        awaitState("ci-b", "at first", SOON);
        System.out.println("a change of one file is on the standby after " + changes());

        lab.powerOff(lab.host("ci-a"));
        await("the server starts on ci-b")
                .atMost(SOON)
                .until(() -> !read("ci-b", STARTED).isEmpty());
        assertThat(read("ci-b", STARTED)).isEqualTo("change " + CHANGES + "\n");

        change("ci-b", "by the second primary");
        lab.powerOn(lab.host("ci-a"));
        lab.host("ci-a").shell("echo 'nobody else has this' >/etc/ci/only-here");
        Installation.start(lab.host("ci-a"));
        awaitState("ci-a", "by the second primary", Duration.ofSeconds(60));
        await("what only ci-a has is put aside")
                .atMost(SOON)
                .until(() -> !Files.exists(lab.host("ci-a").file("/etc/ci/only-here")));
        await("status says where it is kept")
                .atMost(SOON)
                .until(() ->
                        status("ci-a").contains("what only it had was replaced, and is kept in"));
        awaitInSync("ci-b");

        // A planned move loses nothing, however late it was written.
        lab.host("ci-b")
                .shell(
                        "echo 'the last word' >%s; exec understudy switchover --to ci-a --yes"
                                .formatted(STATE));
        await("the server starts on ci-a")
                .atMost(SOON)
                .until(() -> read("ci-a", STARTED).endsWith("the last word\n"));
    }

    /** Makes so many, each once the one before has arrived. */
    private List<Duration> changes() throws LabException {
        List<Duration> took = new ArrayList<>();
        for (int i = 1; i <= CHANGES; i++) {
            change("ci-a", "change " + i);
            long began = System.nanoTime();
            awaitState("ci-b", "change " + i, PROMISED);
            took.add(Duration.ofMillis((System.nanoTime() - began) / 1_000_000));
        }
        return took.stream().sorted().toList();
    }

    private void change(String host, String to) throws LabException {
        lab.host(host).shell("echo '%s' >%s".formatted(to, STATE));
    }

    private void awaitState(String host, String wanted, Duration longest) {
        await(STATE + " of " + host)
                .atMost(longest)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> read(host, STATE).equals(wanted + "\n"));
    }

    /** Of the host's disk; empty where there is none. */
    private String read(String host, String path) throws IOException, LabException {
        Path file = lab.host(host).file(path);
        try {
            return Files.readString(file);
        } catch (java.nio.file.NoSuchFileException _) {
            return "";
        }
    }

    private void awaitInSync(String primary) {
        String standby = primary.equals("ci-a") ? "ci-b" : "ci-a";
        await(standby + " in sync")
                .atMost(Duration.ofSeconds(60))
                .until(() -> status(primary).contains("In sync: " + standby));
    }

    private String status(String node) throws LabException {
        return Tool.tryRun(
                        lab.host(node).inside(List.of("understudy", "status")),
                        "",
                        Duration.ofSeconds(10))
                .out();
    }
}
