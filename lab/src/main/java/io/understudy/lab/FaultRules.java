package io.understudy.lab;

import java.util.Collection;
import java.util.List;

/** The rules of the switch that bring faults about, in nftables' words. */
final class FaultRules {

    private FaultRules() {}

    /**
     * A whole table in place of the one before: a frame that is on its way meets either all of them
     * or none. A port of the switch has the name of the host behind it.
     */
    static String of(Collection<Fault> faults) {
        StringBuilder rules =
                new StringBuilder(
                        """
                        table bridge lab
                        delete table bridge lab
                        table bridge lab {
                          chain way {
                            type filter hook forward priority 0; policy accept;
                        """);
        faults.stream()
                .flatMap(fault -> rules(fault).stream())
                .forEach(rule -> rules.append("    ").append(rule).append(" drop\n"));
        return rules.append("  }\n}\n").toString();
    }

    private static List<String> rules(Fault fault) {
        return switch (fault) {
            case Fault.Cut(String host) ->
                    List.of("iifname \"%s\"".formatted(host), "oifname \"%s\"".formatted(host));
            case Fault.OneWay(String from, String to) ->
                    // Both still find each other's hardware address, as behind a firewall.
                    List.of("iifname \"%s\" oifname \"%s\" ether type != arp".formatted(from, to));
            // No rule can do that: there is a relay for it.
            case Fault.Slow _, Fault.Damage _ -> List.of();
            case Fault.Loss(String host, int percent) -> {
                String chance = " numgen random mod 100 < %d".formatted(percent);
                yield List.of(
                        "iifname \"%s\"".formatted(host) + chance,
                        "oifname \"%s\"".formatted(host) + chance);
            }
        };
    }
}
