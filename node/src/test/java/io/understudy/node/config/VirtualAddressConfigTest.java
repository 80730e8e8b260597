package io.understudy.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which address moves from host to host. */
class VirtualAddressConfigTest {

    @Test
    void severalAddressesOfBothKindsAreTaken() {
        assertThat(parsed("{ virtual-ip: [10.0.0.50/24, 'fd00::50/64'], interface: eth0 }"))
                .isInstanceOf(ConfigResult.Valid.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a virtual address without its prefix | { virtual-ip: 10.0.0.50, interface: eth0 }",
                "a virtual address twice, however written | { virtual-ip: ['fd00::50/64',"
                        + " 'fd00:0::50/64'], interface: eth0 }",
                "a virtual address that is a node's own | { virtual-ip: 10.0.0.12/24, interface:"
                        + " eth0 }",
                "a virtual address without an interface | { virtual-ip: 10.0.0.50/24 }",
                "a name that no interface can have | { virtual-ip: 10.0.0.50/24, interface: '..' }",
                "an address that is to move in both ways | { virtual-ip: 10.0.0.50/24, interface:"
                        + " eth0, command: { take: [/t], release: [/r], show: [/s] } }",
            })
    void whatIsWrongWithAnAddressIsOneSentence(String input, String address) throws IOException {
        assertThat(parsed(address))
                .isInstanceOfSatisfying(
                        ConfigResult.Mistakes.class,
                        mistakes ->
                                assertThat(mistakes.text("/etc/understudy.yaml").lines())
                                        .isNotEmpty()
                                        .allMatch(line -> matches(input, line)));
    }

    private static boolean matches(String input, String line) {
        try {
            return BadInputPage.says(input).matcher(line).matches();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConfigResult parsed(String address) {
        return ConfigFile.parse(
                """
                cluster: ci
                nodes:
                  ci-a: { address: 10.0.0.11 }
                  ci-b: { address: 10.0.0.12 }
                  vote: { address: 10.0.0.13, witness: true }
                database: { postgresql: { data: /var/lib/postgresql } }
                address: %s
                """
                        .formatted(address));
    }
}
