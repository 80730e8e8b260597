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

    private static boolean writes(Host host) throws LabException {
        return Tool.tryRun(
                        host.inside(
                                List.of(
                                        "sh",
                                        "-c",
                                        "echo 0123456789 >/var/probe && [ -s /var/probe ]")),
                        "",
                        Duration.ofSeconds(10))
                .well();
    }

    private static boolean reaches(Host from, String to) throws LabException {
        return Tool.tryRun(
                        from.inside(List.of("ping", "-c", "3", "-i", "0.2", "-W", "1", to)),
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
