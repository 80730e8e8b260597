package io.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The virtual address of a whole cluster, as a client sees it that knows nothing else. */
class MovingAddressTest {

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root", "."), "cli/target/understudy");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String IP = "192.0.2.50";

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
        installation.found(
                Installation.plain()
                        + "address: { virtual-ip: [%s/24, \"2001:db8::50/64\"], interface: eth0 }\n"
                                .formatted(IP));
        awaitInSync("ci-a");
        client("create table rows (at serial)");
    }

    @AfterEach
    void remove() throws LabException {
        lab.remove();
    }

    @Test
    void aClientFindsThePrimaryByItMoveAfterMove() throws LabException {
        assertThat(whoAnswers()).isEqualTo("ci-a");

        lab.host("ci-a").run("understudy", "switchover", "--to", "ci-b", "--yes");
        await("the address at ci-b").atMost(SOON).until(() -> whoAnswers().equals("ci-b"));
        assertThat(addressesOf("ci-a")).doesNotContain(IP, "2001:db8::50/");
        assertThat(addressesOf("ci-b")).contains(IP, "2001:db8::50/");
        awaitInSync("ci-b");

        // Nobody but its guard is left to take the address off.
        Victim.DAEMON.signal(lab.host("ci-b"), "KILL");
        await("the address at ci-a").atMost(SOON).until(() -> whoAnswers().equals("ci-a"));
        assertThat(addressesOf("ci-b")).doesNotContain(IP, "2001:db8::50/");
        Installation.start(lab.host("ci-b"));
        awaitInSync("ci-a");

        lab.powerOff(lab.host("ci-a"));
        await("the address at ci-b").atMost(SOON).until(() -> whoAnswers().equals("ci-b"));
        assertThat(client("insert into rows default values returning 'written'"))
                .contains("written");
        lab.powerOn(lab.host("ci-a"));
        Installation.start(lab.host("ci-a"));
        awaitInSync("ci-b");

        // Somebody gives the address to a third host while the primary is down.
        lab.powerOff(lab.host("ci-b"));
        lab.host("vote").run("ip", "address", "add", IP + "/24", "dev", "eth0");
        await("ci-a serves without it")
                .atMost(SOON)
                .until(() -> status("ci-a").contains("without its virtual address"));
        assertThat(addressesOf("ci-a")).doesNotContain(IP);
        assertThat(
                        Tool.tryRun(
                                        lab.host("workers")
                                                .inside(
                                                        psql(
                                                                lab.host("ci-a").address(),
                                                                "insert into rows default values")),
                                        "",
                                        SOON)
                                .well())
                .as("written by its own address")
                .isTrue();
        lab.host("vote").run("ip", "address", "delete", IP + "/24", "dev", "eth0");
        await("the address at ci-a").atMost(SOON).until(() -> whoAnswers().equals("ci-a"));
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

    private String addressesOf(String host) throws LabException {
        return lab.host(host).run("ip", "-br", "address", "show", "dev", "eth0");
    }

    /** The name of the PostgreSQL behind the address; empty where none answers. */
    private String whoAnswers() throws LabException {
        return client("show cluster_name");
    }

    private String client(String statement) throws LabException {
        return Tool.tryRun(
                        lab.host("workers").inside(psql(IP, statement)), "", Duration.ofSeconds(10))
                .out()
                .strip();
    }

    private static List<String> psql(String host, String statement) {
        return List.of(
                "psql",
                "-XAtq",
                "host=%s user=postgres dbname=postgres password=%s connect_timeout=2"
                        .formatted(host, Installation.PASSWORD),
                "-c",
                statement);
    }
}
