package io.understudy.node.config;

import io.understudy.node.address.VirtualAddress;
import java.util.List;

/** By what address clients find the primary, as one node has it. */
public sealed interface AddressConfig {

    /** Clients know the hosts, or something else in front of them does. */
    record None() implements AddressConfig {}

    /** One or several that move together, each on an interface of this node. */
    record VirtualIps(List<VirtualAddress> addresses) implements AddressConfig {
        public VirtualIps {
            addresses = List.copyOf(addresses);
        }
    }

    /** The user's own programs, each with its arguments. */
    record Command(List<String> take, List<String> release, List<String> show)
            implements AddressConfig {
        public Command {
            take = List.copyOf(take);
            release = List.copyOf(release);
            show = List.copyOf(show);
        }
    }
}
