package io.understudy.node.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * How this program looks up names and addresses: as the JDK does, but that nobody asks for the name
 * of an address while a server takes in a connection. The JDK's HTTPS server does, before each
 * handshake; where the name servers are gone, that takes longer than a handshake may, and nobody
 * who is not in {@code /etc/hosts} would reach this node any more. The JDK finds this class by its
 * file in {@code META-INF/services}.
 */
public final class PlainAddresses extends InetAddressResolverProvider {

    private static final ScopedValue<Boolean> NAMELESS = ScopedValue.newInstance();

    /** Runs it without a name for any address: each is called by its digits. */
    static void during(Runnable task) {
        ScopedValue.where(NAMELESS, true).run(task);
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return resolver(configuration.builtinResolver());
    }

    static InetAddressResolver resolver(InetAddressResolver usual) {
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                    throws UnknownHostException {
                return usual.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                if (NAMELESS.isBound()) {
                    throw new UnknownHostException("nobody asks for it here");
                }
                return usual.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "Understudy";
    }
}
