package io.understudy.node.address;

import io.understudy.node.process.RunResult;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code netsh} and {@code ping}. Windows tells the neighbours by itself (RFC 5227). */
public record Windows() implements Platform {

    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]+");

    @Override
    public Step show(VirtualAddress address) {
        return Step.of(
                "what the interface has",
                "netsh",
                "interface",
                family(address),
                "show",
                "addresses",
                named(address));
    }

    @Override
    public Held held(VirtualAddress address, RunResult shown) {
        return switch (shown) {
            case RunResult.Exited(int status, String output, var _) when status == 0 ->
                    has(address, output) ? new Held.Here() : new Held.NotHere();
            case RunResult.Exited(var _, String output, String errors) ->
                    new Held.Unknown(
                            "needed the interface %s, found: %s"
                                    .formatted(address.device(), (errors + output).strip()));
            case RunResult.TimedOut _ -> new Held.Unknown("netsh did not answer in time");
            case RunResult.NotStarted(String why) -> new Held.Unknown(why);
        };
    }

    private static boolean has(VirtualAddress address, String output) {
        return ADDRESS.matcher(output).results().anyMatch(one -> address.isWrittenAs(one.group()));
    }

    @Override
    public Optional<Step> probe(VirtualAddress address) {
        return Optional.of(
                Step.of(
                        "whether another host has it",
                        "ping",
                        address.isIpv6() ? "-6" : "-4",
                        "-n",
                        "2",
                        "-w",
                        "1000",
                        address.ip()));
    }

    /** An answer that the destination is unreachable comes from this host, with status 0. */
    @Override
    public Probed probed(VirtualAddress address, RunResult asked) {
        return switch (asked) {
            case RunResult.Exited(var _, String output, var _) ->
                    output.contains("TTL=") || output.contains("time<") || output.contains("time=")
                            ? new Probed.Elsewhere(Optional.empty())
                            : new Probed.Free();
            case RunResult.TimedOut _ -> new Probed.Unknown("ping did not end in time");
            case RunResult.NotStarted(String why) -> new Probed.Unknown(why);
        };
    }

    @Override
    public List<Step> add(VirtualAddress address) {
        return List.of(
                address.isIpv6()
                        ? Step.of(
                                "takes it",
                                "netsh",
                                "interface",
                                "ipv6",
                                "add",
                                "address",
                                named(address),
                                address.withPrefix(),
                                "store=active")
                        : Step.of(
                                "takes it",
                                "netsh",
                                "interface",
                                "ipv4",
                                "add",
                                "address",
                                named(address),
                                "address=" + address.ip(),
                                "mask=" + address.netmask(),
                                "store=active"));
    }

    @Override
    public List<Step> announce(VirtualAddress address) {
        return List.of();
    }

    @Override
    public Step remove(VirtualAddress address) {
        return Step.of(
                "gives it away",
                "netsh",
                "interface",
                family(address),
                "delete",
                "address",
                named(address),
                "address=" + address.ip());
    }

    private static String family(VirtualAddress address) {
        return address.isIpv6() ? "ipv6" : "ipv4";
    }

    private static String named(VirtualAddress address) {
        return (address.isIpv6() ? "interface=" : "name=") + address.device();
    }
}
