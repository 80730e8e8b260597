package io.understudy.node.address;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.node.process.RunResult;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * iproute2's {@code ip} and iputils' {@code arping}. For IPv6 the kernel itself asks for another
 * holder (RFC 4862) and tells the neighbours.
 */
public record Linux() implements Platform {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REPLY = Pattern.compile("reply from \\S+ \\[([0-9A-Fa-f:]+)\\]");

    @Override
    public Step show(VirtualAddress address) {
        return Step.of(
                "what the interface has",
                "ip",
                "-json",
                "address",
                "show",
                "dev",
                address.device());
    }

    @Override
    public Held held(VirtualAddress address, RunResult shown) {
        return switch (shown) {
            case RunResult.Exited(int status, String output, var _) when status == 0 ->
                    read(address, output);
            case RunResult.Exited(var _, var _, String errors) ->
                    new Held.Unknown(
                            "needed the interface %s, found: %s"
                                    .formatted(address.device(), errors.strip()));
            case RunResult.TimedOut _ -> new Held.Unknown("ip did not answer in time");
            case RunResult.NotStarted(String why) -> new Held.Unknown(why);
        };
    }

    private static Held read(VirtualAddress address, String json) {
        try {
            return StreamSupport.stream(JSON.readTree(json).spliterator(), false)
                    .flatMap(link ->
                            StreamSupport.stream(link.path("addr_info").spliterator(), false))
                    .filter(one -> address.isWrittenAs(one.path("local").asText()))
                    .findFirst()
                    .map(Linux::state)
                    .orElseGet(Held.NotHere::new);
        } catch (JsonProcessingException e) {
            return new Held.Unknown("needed JSON from ip, found: " + e.getOriginalMessage());
        }
    }

    private static Held state(JsonNode one) {
        if (one.path("dadfailed").asBoolean()) {
            return new Held.InConflict();
        }
        return one.path("tentative").asBoolean() ? new Held.Asking() : new Held.Here();
    }

    @Override
    public Optional<Step> probe(VirtualAddress address) {
        return address.isIpv6()
                ? Optional.empty()
                : Optional.of(
                        Step.of(
                                "whether another host has it",
                                "arping",
                                "-D",
                                "-c",
                                "2",
                                "-w",
                                "2",
                                "-I",
                                address.device(),
                                address.ip()));
    }

    @Override
    public Probed probed(VirtualAddress address, RunResult asked) {
        return switch (asked) {
            case RunResult.Exited(int status, var _, var _) when status == 0 -> new Probed.Free();
            case RunResult.Exited(int status, String output, var _) when status == 1 -> {
                Matcher reply = REPLY.matcher(output);
                yield new Probed.Elsewhere(
                        reply.find() ? Optional.of(reply.group(1)) : Optional.empty());
            }
            case RunResult.Exited(var _, var _, String errors) ->
                    new Probed.Unknown("arping said: " + errors.strip());
            case RunResult.TimedOut _ -> new Probed.Unknown("arping did not end in time");
            case RunResult.NotStarted(String why) ->
                    new Probed.Unknown(why + " Type: apt-get install iputils-arping.");
        };
    }

    @Override
    public List<Step> add(VirtualAddress address) {
        Step add =
                Step.of(
                        "takes it",
                        "ip",
                        "address",
                        "add",
                        address.withPrefix(),
                        "dev",
                        address.device());
        return address.isIpv6()
                ? List.of(
                        Step.of(
                                "has the neighbours told",
                                "sysctl",
                                "-q",
                                "-w",
                                "net.ipv6.conf.%s.ndisc_notify=1".formatted(address.device())),
                        add)
                : List.of(add);
    }

    @Override
    public List<Step> announce(VirtualAddress address) {
        return address.isIpv6() ? List.of() : List.of(arp(address, "-U"), arp(address, "-A"));
    }

    /** Some neighbours heed requests, others answers (RFC 5227, section 3). */
    private static Step arp(VirtualAddress address, String kind) {
        return Step.of(
                "tells the neighbours",
                "arping",
                kind,
                "-c",
                "1",
                "-w",
                "1",
                "-I",
                address.device(),
                "-s",
                address.ip(),
                address.ip());
    }

    @Override
    public Step remove(VirtualAddress address) {
        return Step.of(
                "gives it away",
                "ip",
                "address",
                "delete",
                address.withPrefix(),
                "dev",
                address.device());
    }
}
