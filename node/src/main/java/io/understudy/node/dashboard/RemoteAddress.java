package io.understudy.node.dashboard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Where somebody comes from, for the audit and for whoever counts. */
final class RemoteAddress {

    private static final int HALF_AN_IPV6_ADDRESS = 8;

    private RemoteAddress() {}

    /**
     * One household of IPv6 has as many addresses as it likes: of those only the network counts.
     */
    static String of(InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] network = Arrays.copyOf(address.getAddress(), 2 * HALF_AN_IPV6_ADDRESS);
        Arrays.fill(network, HALF_AN_IPV6_ADDRESS, network.length, (byte) 0);
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
