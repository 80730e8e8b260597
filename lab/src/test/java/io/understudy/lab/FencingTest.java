package io.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody takes over without a receipt: by a daemon, by ssh to a host whose daemon hangs, by a power
 * supply, and by a person where none of them works. On real daemons and a real sshd on each host.
 */
@Tag("long")
class FencingTest {

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root", "."), "cli/target/understudy");
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration WITHOUT_A_RECEIPT = Duration.ofSeconds(10);
    private static final Pattern WORD =
            Pattern.compile("understudy (failover --to \\S+ --epoch \\d+ --stopped \\S+?)[`.]");

    /** By ssh with as long as is usual: on a busy machine the command alone takes seconds there. */
    private static final String FENCE =
            """
            address: { virtual-ip: 192.0.2.50/24, interface: eth0 }
            fence:
              mode: required
              methods:
                - peer
                - ssh: { user: root, key: /srv/ssh/key, known-hosts: /srv/ssh/hosts }
                - command:
                    name: power
                    command: [/srv/power/off, "{node}"]
                    test: [/srv/power/status, "{node}"]
                    timeout: 10s
            """;

    @TempDir Path folder = Path.of("");
    private Lab lab = Lab.in(folder);
    private PowerSupply power = new PowerSupply(lab);

    @BeforeEach
    void make() throws LabException {
        var missing = Lab.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/sshd")),
                "needed /usr/sbin/sshd, found none; type: apt-get install openssh-server");
        lab = Lab.in(folder.resolve("lab"));
        lab.make();
        power = new PowerSupply(lab);
        Installation installation = new Installation(lab, PROGRAM, Installation.newestPostgresql());
        installation.unpack();
        putKeys();
        for (String carrier : List.of("ci-a", "ci-b")) {
            power.wire(lab.host(carrier));
            startSshd(lab.host(carrier));
        }
        installation.found(Installation.plain() + FENCE);
        awaitInSync("ci-a");
        run("ci-a", psql("create table rows (at serial)"));
    }

    @AfterEach
    void remove() throws LabException {
        power.close();
        lab.remove();
    }

    @Test
    void nobodyServesWithoutAReceiptOrAPersonsWord() throws LabException {
        testsAreRememberedAndShown();
        aHostWhoseDaemonHangsIsStoppedByItsGuardOverSshAndKeepsItsPower();
        aHostThatIsCutOffLosesItsPower();
        withoutAReceiptNobodyServesUntilAPersonSaysSo();
    }

    private void testsAreRememberedAndShown() throws LabException {
        assertThat(status("ci-a"))
                .contains("ci-a may not be able to stop ci-b by ssh: that was never tested");

        Tool.Ran ran = run("ci-a", List.of("understudy", "fence", "test"));

        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
        for (String way : List.of("peer", "ssh", "power")) {
            assertThat(ran.out())
                    .containsPattern("ci-a +ci-b +" + way + " +\\d+ ms +proved")
                    .containsPattern("ci-b +ci-a +" + way + " +\\d+ ms +proved");
        }
        assertThat(power.asked()).as("a test takes no power").isEmpty();
        assertThat(status("ci-b"))
                .contains("ci-a stops ci-b by ssh: last proved 20")
                .contains("ci-b stops ci-a by power: last proved 20")
                .doesNotContain("may not be able to stop");
    }

    /** The daemon stands still, so only its guard can end PostgreSQL, and ssh tells it to. */
    private void aHostWhoseDaemonHangsIsStoppedByItsGuardOverSshAndKeepsItsPower()
            throws LabException {
        Victim.DAEMON.signal(lab.host("ci-a"), "STOP");
        awaitServes("ci-b");

        assertThat(power.asked()).as(log("ci-b")).isEmpty();
        assertThat(Victim.POSTMASTER.runs(lab.host("ci-a"))).isFalse();
        assertThat(status("ci-b")).contains("ci-b stops ci-a by ssh: ").contains("gave a receipt");

        Victim.DAEMON.signal(lab.host("ci-a"), "KILL");
        Installation.start(lab.host("ci-a"));
        awaitInSync("ci-b");
    }

    /** Neither its daemon nor its sshd is reached; its power supply is. */
    private void aHostThatIsCutOffLosesItsPower() throws LabException {
        lab.add(new Fault.Cut("ci-b"));
        awaitServes("ci-a");

        assertThat(power.asked()).containsExactly("ci-b");
        assertThat(lab.host("ci-b").hasPower()).isFalse();

        lab.heal();
        boot("ci-b");
        awaitInSync("ci-a");
    }

    private void withoutAReceiptNobodyServesUntilAPersonSaysSo() throws LabException {
        power.breaks();
        lab.powerOff(lab.host("ci-a"));
        await("ci-b says what each method said")
                .atMost(SOON)
                .until(() -> status("ci-b").contains("power failed"));

        String said = status("ci-b");
        assertThat(said)
                .contains("No receipt yet that ci-a has stopped: peer is silent: ")
                .containsPattern("ssh (failed|is silent): ")
                .contains("power failed: exit status 1: no route to the power supply");
        await("nobody serves without a receipt")
                .during(WITHOUT_A_RECEIPT)
                .atMost(WITHOUT_A_RECEIPT.plusSeconds(5))
                .until(() -> !serves("ci-b"));

        Matcher word = WORD.matcher(said);
        assertThat(word.find()).as(said).isTrue();
        Tool.Ran ran = run("ci-b", List.of("sh", "-c", "understudy " + word.group(1) + " --yes"));
        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
        awaitServes("ci-b");
    }

    private void boot(String host) throws LabException {
        lab.powerOn(lab.host(host));
        startSshd(lab.host(host));
        Installation.start(lab.host(host));
    }

    /** Each may log in at the other by a key that is good for nothing but a command. */
    private void putKeys() throws LabException {
        Host first = lab.host("ci-a");
        first.shell("mkdir -p /srv/ssh && ssh-keygen -q -t ed25519 -N '' -f /srv/ssh/key");
        String key = first.run("cat", "/srv/ssh/key");
        String open = first.run("cat", "/srv/ssh/key.pub");
        StringBuilder known = new StringBuilder();
        for (String name : List.of("ci-a", "ci-b")) {
            Host host = lab.host(name);
            host.shell("mkdir -p /srv/ssh /run/sshd");
            host.feed(key, "sh", "-c", "umask 077 && cat >/srv/ssh/key");
            host.feed("restrict " + open, "sh", "-c", "umask 077 && cat >/srv/ssh/authorized");
            host.shell("ssh-keygen -q -t ed25519 -N '' -f /srv/ssh/host");
            known.append(host.address()).append(' ').append(host.run("cat", "/srv/ssh/host.pub"));
        }
        for (String name : List.of("ci-a", "ci-b")) {
            lab.host(name).feed(known.toString(), "sh", "-c", "cat >/srv/ssh/hosts");
        }
    }

    private static void startSshd(Host host) throws LabException {
        host.shell(
                """
                mkdir -p /run/sshd && /usr/sbin/sshd -f /dev/null -o ListenAddress=%s -o HostKey=/srv/ssh/host \\
                  -o AuthorizedKeysFile=/srv/ssh/authorized -o PermitRootLogin=prohibit-password \\
                  -o PasswordAuthentication=no -o UsePAM=no -o PidFile=none -E /var/log/sshd.log
                """
                        .formatted(host.address()));
    }

    private void awaitInSync(String primary) {
        String standby = primary.equals("ci-a") ? "ci-b" : "ci-a";
        await(standby + " in sync")
                .atMost(Duration.ofSeconds(60))
                .until(() -> status(primary).contains("In sync: " + standby));
    }

    private void awaitServes(String host) {
        await(host + " takes writes").atMost(SOON).until(() -> serves(host));
    }

    private boolean serves(String host) throws LabException {
        return run(host, psql("insert into rows default values")).well();
    }

    private static List<String> psql(String statement) {
        return List.of(
                "psql",
                "-XAtq",
                "host=127.0.0.1 user=postgres dbname=postgres password=%s connect_timeout=2"
                        .formatted(Installation.PASSWORD),
                "-c",
                statement);
    }

    private String log(String node) throws LabException {
        return lab.host(node).run("tail", "-n", "60", Installation.LOG);
    }

    private String status(String node) throws LabException {
        return run(node, List.of("understudy", "status")).out();
    }

    private Tool.Ran run(String host, List<String> command) throws LabException {
        return Tool.tryRun(lab.host(host).inside(command), "", Duration.ofSeconds(60));
    }
}
