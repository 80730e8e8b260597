package io.understudy.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlainAddressesTest {

    private static final byte[] ADDRESS = {(byte) 192, 0, 2, 7};

    private final List<String> asked = new ArrayList<>();
    private final InetAddressResolver resolver =
            PlainAddresses.resolver(
                    new InetAddressResolver() {
                        @Override
                        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                                throws UnknownHostException {
                            asked.add(host);
                            return Stream.of(InetAddress.getByAddress(ADDRESS));
                        }

                        @Override
                        public String lookupByAddress(byte[] address) {
                            asked.add("an address");
                            return "a name";
                        }
                    });

    @Test
    void aServerThatTakesSomebodyInAsksForNoName() {
        PlainAddresses.during(() ->
                assertThatThrownBy(() -> resolver.lookupByAddress(ADDRESS))
                        .isInstanceOf(UnknownHostException.class));

        assertThat(asked).isEmpty();
    }

    @Test
    void allElseIsLookedUpAsEver() throws UnknownHostException {
        assertThat(resolver.lookupByAddress(ADDRESS)).isEqualTo("a name");
        assertThat(
                        resolver.lookupByName(
                                "ci-a",
                                InetAddressResolver.LookupPolicy.of(
                                        InetAddressResolver.LookupPolicy.IPV4)))
                .hasSize(1);
        assertThat(asked).containsExactly("an address", "ci-a");
    }

    /** This JVM's own: 127.0.0.1 has a name on every host, and not there. */
    @Test
    void theProgramLooksUpByIt() throws UnknownHostException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        List<String> names = new ArrayList<>();
        PlainAddresses.during(() -> names.add(new InetSocketAddress(loopback, 1).getHostName()));

        assertThat(names).containsExactly("127.0.0.1");
    }
}
