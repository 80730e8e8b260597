package io.understudy.node.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.address.Platform.Held;
import io.understudy.node.address.Platform.Probed;
import io.understudy.node.process.RunResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which commands are run, and how their answers are understood. */
class PlatformTest {

    private static final VirtualAddress V4 = VirtualAddress.parse("192.0.2.50/24", "", "eth0");
    private static final VirtualAddress V6 = VirtualAddress.parse("2001:db8::50/64", "", "eth0");
    private static final VirtualAddress ON_WINDOWS =
            VirtualAddress.parse("192.0.2.50", "255.255.255.0", "Ethernet 2");

    private final Linux linux = new Linux();
    private final Windows windows = new Windows();

    @Test
    void asksAddsAndTellsOnLinux() {
        assertThat(lines(new AddressKeeper(linux).planToAssign(V4)))
                .containsExactly(
                        "ip -json address show dev eth0",
                        "arping -D -c 2 -w 2 -I eth0 192.0.2.50",
                        "ip address add 192.0.2.50/24 dev eth0",
                        "arping -U -c 1 -w 1 -I eth0 -s 192.0.2.50 192.0.2.50",
                        "arping -A -c 1 -w 1 -I eth0 -s 192.0.2.50 192.0.2.50");
        assertThat(lines(new AddressKeeper(linux).planToUnassign(V4)))
                .containsExactly(
                        "ip -json address show dev eth0",
                        "ip address delete 192.0.2.50/24 dev eth0");
    }

    @Test
    void leavesAskingAndTellingToTheKernelForIpv6() {
        assertThat(lines(new AddressKeeper(linux).planToAssign(V6)))
                .containsExactly(
                        "ip -json address show dev eth0",
                        "sysctl -q -w net.ipv6.conf.eth0.ndisc_notify=1",
                        "ip address add 2001:db8::50/64 dev eth0");
    }

    @Test
    void asksAndAddsOnWindows() {
        assertThat(lines(new AddressKeeper(windows).planToAssign(ON_WINDOWS)))
                .containsExactly(
                        "netsh interface ipv4 show addresses \"name=Ethernet 2\"",
                        "ping -4 -n 2 -w 1000 192.0.2.50",
                        "netsh interface ipv4 add address \"name=Ethernet 2\" address=192.0.2.50"
                                + " mask=255.255.255.0 store=active");
        assertThat(lines(new AddressKeeper(windows).planToUnassign(ON_WINDOWS)))
                .containsExactly(
                        "netsh interface ipv4 show addresses \"name=Ethernet 2\"",
                        "netsh interface ipv4 delete address \"name=Ethernet 2\""
                                + " address=192.0.2.50");
    }

    @Test
    void readsWhatAnInterfaceHas() {
        String has =
                """
                [{"ifname":"eth0","addr_info":[
                  {"family":"inet","local":"192.0.2.5","prefixlen":24},
                  {"family":"inet","local":"192.0.2.50","prefixlen":24}]}]
                """;
        assertThat(linux.held(V4, said(has))).isEqualTo(new Held.Here());
        assertThat(linux.held(V4, said("[{\"addr_info\":[]}]"))).isEqualTo(new Held.NotHere());
        assertThat(linux.held(V4, said("nonsense"))).isInstanceOf(Held.Unknown.class);
        assertThat(linux.held(V4, new RunResult.Exited(1, "", "Device \"eth0\" does not exist.\n")))
                .isEqualTo(
                        new Held.Unknown(
                                "needed the interface eth0, found: Device \"eth0\" does not"
                                        + " exist."));
    }

    @Test
    void readsHowFarTheKernelIsWithAsking() {
        String one = "[{\"addr_info\":[{\"local\":\"2001:db8::50\"%s}]}]";
        assertThat(linux.held(V6, said(one.formatted("")))).isEqualTo(new Held.Here());
        assertThat(linux.held(V6, said(one.formatted(",\"tentative\":true"))))
                .isEqualTo(new Held.Asking());
        assertThat(linux.held(V6, said(one.formatted(",\"tentative\":true,\"dadfailed\":true"))))
                .isEqualTo(new Held.InConflict());
    }

    @Test
    void namesWhoAnswers() {
        assertThat(linux.probed(V4, said(""))).isEqualTo(new Probed.Free());
        assertThat(
                        linux.probed(
                                V4,
                                new RunResult.Exited(
                                        1,
                                        "ARPING 192.0.2.50 from 0.0.0.0 eth0\n"
                                                + "Unicast reply from 192.0.2.50"
                                                + " [02:00:00:00:00:0B]  0.8ms\n",
                                        "")))
                .isEqualTo(new Probed.Elsewhere(Optional.of("02:00:00:00:00:0B")));
        assertThat(linux.probed(V4, new RunResult.Exited(2, "", "arping: Device lo not ARPable")))
                .isInstanceOf(Probed.Unknown.class);
    }

    @Test
    void takesNoPartOfAnotherAddressForItOnWindows() {
        String shown = "Configuration for interface \"Ethernet 2\"\n    IP Address: 192.0.2.%s\n";
        assertThat(windows.held(ON_WINDOWS, said(shown.formatted("50"))))
                .isEqualTo(new Held.Here());
        assertThat(windows.held(ON_WINDOWS, said(shown.formatted("5"))))
                .isEqualTo(new Held.NotHere());
        assertThat(windows.held(ON_WINDOWS, said(shown.formatted("501"))))
                .isEqualTo(new Held.NotHere());
    }

    @Test
    void takesAnUnreachableHostForNobodyOnWindows() {
        String unreachable = "Reply from 192.0.2.11: Destination host unreachable.\n";
        assertThat(windows.probed(ON_WINDOWS, said(unreachable))).isEqualTo(new Probed.Free());
        assertThat(
                        windows.probed(
                                ON_WINDOWS,
                                said("Reply from 192.0.2.50: bytes=32 time<1ms TTL=64\n")))
                .isEqualTo(new Probed.Elsewhere(Optional.empty()));
    }

    private static RunResult said(String output) {
        return new RunResult.Exited(0, output, "");
    }

    private static List<String> lines(List<Step> steps) {
        return steps.stream().map(Step::line).toList();
    }
}
