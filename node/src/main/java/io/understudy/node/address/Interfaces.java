package io.understudy.node.address;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses that this host has. */
@FunctionalInterface
public interface Interfaces {

    /**
     * Those of one interface, without zones; empty where there is no such interface.
     *
     * @throws SocketException where it can't be told
     */
    Optional<Set<InetAddress>> of(String device) throws SocketException;

    /** As the system says, at once and without a program. */
    static Interfaces system() {
        return device ->
                Optional.ofNullable(NetworkInterface.getByName(device))
                        .map(found -> found.inetAddresses().collect(Collectors.toSet()));
    }
}
