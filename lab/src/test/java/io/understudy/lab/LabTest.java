package io.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab itself: what a fault does, and that it ends. */
class LabTest {

    @TempDir Path folder = Path.of("");
    private Lab lab = Lab.in(folder);
    private Host a = lab.hosts().getFirst();
    private Host b = a;

    @BeforeEach
    void make() throws LabException {
        var missing = Lab.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        lab = Lab.in(folder.resolve("lab"));
        lab.make();
        a = lab.host("ci-a");
        b = lab.host("ci-b");
    }

    @AfterEach
    void remove() throws LabException {
        lab.remove();
    }

    @Test
    void hostsReachEachOtherByNameAndNobodyElse() throws LabException {
        assertThat(reaches(a, "ci-b")).isTrue();
        assertThat(reaches(a, "2001:db8::12")).isTrue();
        assertThat(a.run("ip", "route")).doesNotContain("default");
        assertThat(a.run("hostname").strip()).isEqualTo("ci-a");
    }

    @Test
    void aCutEndsWithTheHealing() throws LabException {
        lab.add(new Fault.Cut("ci-b"));
        assertThat(reaches(a, "ci-b")).isFalse();
        assertThat(reaches(a, "vote")).isTrue();
        lab.heal();
        assertThat(reaches(a, "ci-b")).isTrue();
    }

    @Test
    void aOneWayCutLeavesTheOtherWayOpen() throws LabException {
        lab.add(new Fault.OneWay("ci-a", "ci-b"));
        // What ci-b says arrives, and the answer doesn't.
        assertThat(heard(a, b)).isTrue();
        assertThat(heard(b, a)).isFalse();
    }

    @Test
    void aLossOfPowerEndsEveryProcessAndKeepsTheDisk() throws LabException {
        a.shell("echo kept >/root/kept; setsid sleep 1000 </dev/null >/dev/null 2>&1 &");
        lab.powerOff(a);
        assertThat(a.hasPower()).isFalse();
        assertThat(Files.exists(Path.of("/root/kept"))).as("on this machine's own disk").isFalse();
        lab.powerOn(a);
        assertThat(a.run("cat", "/root/kept").strip()).isEqualTo("kept");
        assertThat(a.run("ps", "ax")).doesNotContain("sleep 1000");
    }

    @Test
    void aFullDiskTakesNothingMore() throws LabException {
        a.fillDisk();
        assertThat(writes(a)).isFalse();
        assertThat(writes(b)).isTrue();
        a.freeDisk();
        assertThat(writes(a)).isTrue();
    }

    @Test
    void aSlowCableHoldsEachFrameUntilItIsHealed() throws LabException {
        lab.add(new Fault.Slow("ci-b", 80));
        assertThat(fastestEcho(a, "ci-b")).as("there and back").isBetween(160.0, 400.0);
        assertThat(a.status("ping", "-c", "1", "-s", "40000", "-W", "2", "ci-b"))
                .as("many frames at once")
                .isZero();
        assertThat(fastestEcho(a, "vote")).isLessThan(80);
        lab.add(new Fault.Cut("ci-b"));
        assertThat(reaches(a, "ci-b")).as("slow and cut").isFalse();
        lab.heal();
        assertThat(reaches(a, "ci-b")).isTrue();
        assertThat(fastestEcho(a, "ci-b")).isLessThan(80);
    }

    @Test
    void aDiskForOnePurposeIsFullAndBreaksAlone() throws LabException {
        a.fillDisk(Disk.HOME);
        assertThat(writes(a, "/var/lib/understudy")).isFalse();
        assertThat(writes(a, "/var/lib/postgresql/lab")).isTrue();
        a.freeDisk(Disk.HOME);
        assertThat(writes(a, "/var/lib/understudy")).isTrue();

        a.breakDisk(Disk.DATA);
        assertThat(writes(a, "/var/lib/postgresql/lab")).isFalse();
        assertThat(writes(a, "/var/lib/understudy")).isTrue();
        assertThat(a.hasBrokenDisk()).isTrue();
        lab.mendDisks(a);
        assertThat(a.hasBrokenDisk()).isFalse();
        assertThat(writes(a, "/var/lib/postgresql/lab")).isTrue();
    }

    @Test
    void aClockIsOneHostsAlone() throws LabException {
        assumeTrue(Clock.library().isPresent(), "needs libfaketime");
        a.giveClock();
        b.giveClock();
        a.setClock(Duration.ofHours(-1));
        assertThat(seconds(b) - seconds(a)).isBetween(3590L, 3610L);
    }

    private static long seconds(Host host) throws LabException {
        return Long.parseLong(host.shell(Clock.before(host) + "date +%s").strip());
    }

    /** In milliseconds, of three. */
    private static double fastestEcho(Host from, String to) throws LabException {
        return from.run("ping", "-c", "3", "-i", "0.2", "-W", "2", to)
                .lines()
                .filter(line -> line.startsWith("rtt"))
                .map(line -> line.split("[=/]", -1)[4])
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow();
    }

    private static boolean writes(Host host) throws LabException {
        return writes(host, "/var");
    }

    private static boolean writes(Host host, String folder) throws LabException {
        return Tool.tryRun(
                        host.inside(
                                List.of(
                                        "sh",
                                        "-c",
                                        "echo 0123456789 >%s/probe && [ -s %s/probe ]"
                                                .formatted(folder, folder))),
                        "",
                        Duration.ofSeconds(10))
                .well();
    }

    /**
     * At the first echo, or not within four seconds: for three after a host was last asked for in
     * vain, Linux holds back what is for it and may ask no more, whoever has come back meanwhile.
     */
    private static boolean reaches(Host from, String to) throws LabException {
        return Tool.tryRun(
                        from.inside(List.of("ping", "-c", "1", "-i", "0.2", "-w", "4", to)),
                        "",
                        Duration.ofSeconds(10))
                .well();
    }

    /** Whether what the one asks arrives at the other, answered or not. */
    private static boolean heard(Host listener, Host speaker) throws LabException {
        int before = echoesAsked(listener);
        reaches(speaker, listener.name());
        return echoesAsked(listener) > before;
    }

    private static int echoesAsked(Host host) throws LabException {
        return Integer.parseInt(
                host.run("nstat", "-asz", "IcmpInEchos")
                        .lines()
                        .filter(line -> line.startsWith("IcmpInEchos"))
                        .map(line -> line.strip().split("\\s+", -1)[1])
                        .findFirst()
                        .orElseThrow());
    }
}
