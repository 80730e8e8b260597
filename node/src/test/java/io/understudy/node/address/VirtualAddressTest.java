package io.understudy.node.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.50/24, '', 192.0.2.50/24, 255.255.255.0",
        "192.0.2.50, 24, 192.0.2.50/24, 255.255.255.0",
        "192.0.2.50, 255.255.255.0, 192.0.2.50/24, 255.255.255.0",
        "192.0.2.50, 255.255.0.0, 192.0.2.50/16, 255.255.0.0",
        "192.0.2.50/32, '', 192.0.2.50/32, 255.255.255.255",
        "192.0.2.50/1, '', 192.0.2.50/1, 128.0.0.0",
        "192.0.2.50, 255.255.255.255, 192.0.2.50/32, 255.255.255.255",
    })
    void readsAnAddressWithItsMask(String ip, String mask, String text, String netmask) {
        VirtualAddress address = VirtualAddress.parse(ip, mask, "eth0");

        assertThat(address.withPrefix()).isEqualTo(text);
        assertThat(address.netmask()).isEqualTo(netmask);
    }

    @Test
    void readsIpv6() {
        VirtualAddress address = VirtualAddress.parse("2001:db8::50/64", "", "Ethernet 2");

        assertThat(address.isIpv6()).isTrue();
        assertThat(address.ip()).isEqualTo("2001:db8::50");
        assertThat(address.prefix()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "fd00:0:0:0:0:0:0:0, fd00::",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "::1:2:3, ::1:2:3",
    })
    void writesIpv6Shortest(String ip, String text) {
        assertThat(VirtualAddress.parse(ip, "64", "eth0").ip()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.50     |               | eth0 | needed the mask of 192.0.2.50, found none",
                "192.0.2.50/24  | 24            | eth0 | needed one mask, found two",
                "192.0.2        | 24            | eth0 | needed an IPv4 or IPv6 address",
                "ci.example.org | 24            | eth0 | needed an IPv4 or IPv6 address",
                "192.0.2.50     | 255.0.255.0   | eth0 | needed a mask such as 24",
                "192.0.2.50     | many          | eth0 | needed a mask such as 24",
                "192.0.2.50     | 33            | eth0 | needed a prefix of 1 to 32 bits",
                "192.0.2.50     | 0             | eth0 | needed a prefix of 1 to 32 bits",
                "2001:db8::50   | 129           | eth0 | needed a prefix of 1 to 128 bits",
                "127.0.0.1      | 8             | eth0 | needed an address that one host can hold",
                "224.0.0.1      | 8             | eth0 | needed an address that one host can hold",
                "192.0.2.50     | 24            | -x   | needed an interface's name",
            })
    void saysInOneSentenceWhatIsNone(String ip, String mask, String device, String sentence) {
        assertThatThrownBy(() -> VirtualAddress.parse(ip, mask == null ? "" : mask, device))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }
}
