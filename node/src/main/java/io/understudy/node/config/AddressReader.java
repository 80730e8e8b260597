package io.understudy.node.config;

import io.understudy.node.address.VirtualAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the address that moves, once, and each node's own interface for it. */
final class AddressReader {

    private static final int MOST = 8;

    private static final Scalar<String> VIRTUAL_IP =
            new Scalar<>(
                    "an IPv4 or IPv6 address with its prefix, such as 192.0.2.50/24",
                    "",
                    text -> isVirtualIp(text) ? Optional.of(text) : Optional.empty());

    private static final Scalar<String> INTERFACE =
            new Scalar<>(
                    "the name of a network interface, such as eth0",
                    "x",
                    Scalar.matching(Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,14}")));

    private enum Word {
        NONE
    }

    private final List<ConfigMistake> mistakes;
    private final Optional<Block> block;
    private final List<String> ips;
    private final Optional<String> device;
    private final Optional<AddressConfig.Command> command;

    /** Reads what all nodes share. */
    AddressReader(List<ConfigMistake> mistakes, Block file) {
        this.mistakes = mistakes;
        this.block = blockOf(file);
        this.ips = block.map(this::ips).orElse(List.of());
        this.device = block.flatMap(found -> found.optional("interface", INTERFACE));
        this.command = block.flatMap(this::command);
        block.ifPresent(this::check);
    }

    private static Optional<Block> blockOf(Block file) {
        boolean word =
                file.entry("address").filter(e -> e.value() instanceof ScalarNode).isPresent();
        if (word) {
            file.optional("address", Scalar.oneOf(Word.values()));
            return Optional.empty();
        }
        return file.block("address", Section.ADDRESS);
    }

    private List<String> ips(Block found) {
        boolean several =
                found.entry("virtual-ip")
                        .filter(entry -> entry.value() instanceof SequenceNode)
                        .isPresent();
        List<String> read =
                several
                        ? found.list("virtual-ip", VIRTUAL_IP)
                        : found.optional("virtual-ip", VIRTUAL_IP).stream().toList();
        Set<String> once = new HashSet<>();
        boolean twice =
                read.stream()
                        .filter(ip -> !ip.isEmpty())
                        .anyMatch(ip -> !once.add(VirtualAddress.parse(ip, "", "x").ip()));
        if (twice || read.size() > MOST) {
            mistakes.add(
                    found.placeOf("virtual-ip")
                            .mistake(
                                    "1 to %d addresses, each once".formatted(MOST),
                                    twice ? "the same one twice" : read.size() + " of them"));
        }
        return read.stream().filter(ip -> !ip.isEmpty()).toList();
    }

    private Optional<AddressConfig.Command> command(Block found) {
        return found.block("command", Section.ADDRESS_COMMAND)
                .map(block ->
                        new AddressConfig.Command(
                                words(block, "take"),
                                words(block, "release"),
                                words(block, "show")));
    }

    private static List<String> words(Block found, String key) {
        if (!found.has(key)) {
            found.missing(key, "a list of a program and its arguments");
            return List.of("x");
        }
        return found.list(key, Scalar.TEXT);
    }

    private void check(Block found) {
        if (found.has("virtual-ip") == found.has("command")) {
            mistakes.add(
                    found.place()
                            .mistake(
                                    "either virtual-ip or command",
                                    found.has("command") ? "both" : "neither"));
        }
        if (found.has("interface") && !found.has("virtual-ip")) {
            mistakes.add(
                    found.placeOf("interface").mistake("a virtual-ip beside an interface", "none"));
        }
    }

    /** A host that gives away its own address can't be reached any more, by the others either. */
    void checkAgainst(List<ReadNode> nodes) {
        block.map(found -> found.placeOf("virtual-ip")).ifPresent(place -> check(place, nodes));
    }

    private void check(Place place, List<ReadNode> nodes) {
        for (String ip : ips) {
            String moving = VirtualAddress.parse(ip, "", "x").ip();
            nodes.stream()
                    .map(ReadNode::node)
                    .filter(node -> isThat(node.address(), moving))
                    .findFirst()
                    .ifPresent(owner ->
                            mistakes.add(
                                    place.mistake(
                                            "addresses that no node has as its own, since they"
                                                    + " move",
                                            "%s, which is %s's".formatted(moving, owner.id()))));
        }
    }

    private static boolean isThat(String host, String ip) {
        try {
            return VirtualAddress.parse(host + "/1", "", "x").ip().equals(ip);
        } catch (IllegalArgumentException e) {
            return false; // a name, which is not looked up here
        }
    }

    /** As that node has it. */
    AddressConfig of(Block node) {
        Optional<String> own = node.optional("interface", INTERFACE);
        if (own.isPresent() && block.filter(found -> found.has("virtual-ip")).isEmpty()) {
            mistakes.add(
                    node.placeOf("interface")
                            .mistake("address.virtual-ip, since an interface is for that", "none"));
        }
        if (command.isPresent()) {
            return command.get();
        }
        Optional<String> here = own.or(() -> device);
        if (!ips.isEmpty() && here.isEmpty()) {
            mistakes.add(
                    block.orElse(node)
                            .placeOf("interface")
                            .mistake(
                                    "an interface here, or one for each node",
                                    "none for " + name(node)));
            return new AddressConfig.None();
        }
        List<VirtualAddress> addresses = new ArrayList<>();
        ips.forEach(ip -> addresses.add(VirtualAddress.parse(ip, "", here.orElse("x"))));
        return addresses.isEmpty()
                ? new AddressConfig.None()
                : new AddressConfig.VirtualIps(addresses);
    }

    private static String name(Block node) {
        String path = node.place().path();
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static boolean isVirtualIp(String text) {
        try {
            return text.contains("/") && VirtualAddress.parse(text, "", "x").prefix() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
