package io.understudy.node.config;

import io.understudy.node.config.FenceConfig.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads by what nodes are fenced. */
final class FenceReader {

    private static final String PEER = "peer";
    private static final String METHODS =
            "a list of methods, such as [peer, { ssh: {…} }, { command: {…} }]";
    private static final String METHOD = "peer, or a block with exactly one of ssh or command";

    private enum Mode {
        PREFERRED,
        REQUIRED
    }

    /** It becomes a word of a command line that a shell on the other host reads. */
    private static final Scalar<Path> PLAIN_PATH =
            new Scalar<>(
                    "an absolute path of letters, digits, '.', '_', '-' and '/', such as"
                            + " /usr/local/bin/understudy",
                    Path.of("/"),
                    text ->
                            Pattern.matches("(/[A-Za-z0-9._-]+)+/?", text)
                                    ? Optional.of(Path.of(text).normalize())
                                    : Optional.empty());

    private static final Scalar<String> NAME =
            new Scalar<>(
                    "a short name of lower-case letters, digits and '-', and not peer or ssh, such"
                            + " as ipmi",
                    "command",
                    Scalar.matching(Pattern.compile("(?!(peer|ssh)$)[a-z][a-z0-9-]{0,30}")));

    private final List<ConfigMistake> mistakes;

    FenceReader(List<ConfigMistake> mistakes) {
        this.mistakes = mistakes;
    }

    FenceConfig read(Block file) {
        Optional<Block> found = file.block("fence", Section.FENCE);
        if (found.isEmpty()) {
            return FenceConfig.USUAL;
        }
        Block fence = found.get();
        boolean required =
                fence.optional("mode", Scalar.oneOf(Mode.values()))
                        .filter(Mode.REQUIRED::equals)
                        .isPresent();
        return new FenceConfig(required, ways(fence));
    }

    private List<Way> ways(Block fence) {
        Optional<Block.Entry> entry = fence.entry("methods");
        if (entry.isEmpty()) {
            return FenceConfig.USUAL.ways();
        }
        if (!(entry.get().value() instanceof SequenceNode list)) {
            mistakes.add(entry.get().place().mistake(METHODS, Block.describe(entry.get().value())));
            return FenceConfig.USUAL.ways();
        }
        List<Way> ways = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node value : list.getValue()) {
            String path = "%s[%d]".formatted(entry.get().path(), ways.size());
            Block.Entry item = new Block.Entry(path, value, value);
            Way way = way(item);
            String name = way.method(Timing.NORMAL.timings()).name();
            if (!names.add(name)) {
                mistakes.add(item.place().mistake("each method once", name + " again"));
            }
            ways.add(way);
        }
        if (!names.contains(PEER)) {
            mistakes.add(
                    entry.get()
                            .place()
                            .mistake(
                                    "peer in the list, since a daemon's own receipt is the fastest,"
                                            + " and its no is waited for",
                                    names.isEmpty()
                                            ? "an empty list"
                                            : "only " + String.join(", ", names)));
            return FenceConfig.USUAL.ways();
        }
        return names.size() == ways.size() ? ways : FenceConfig.USUAL.ways();
    }

    private Way way(Block.Entry item) {
        if (item.value() instanceof ScalarNode scalar && scalar.getValue().equals(PEER)) {
            return new Way.Peer();
        }
        if (!(item.value() instanceof MappingNode)) {
            mistakes.add(item.place().mistake(METHOD, Block.describe(item.value())));
            return new Way.Peer();
        }
        Block block = Block.of(Section.FENCE_METHOD, item, mistakes);
        List<String> kinds = List.of("ssh", "command").stream().filter(block::has).toList();
        if (kinds.size() != 1) {
            mistakes.add(
                    item.place()
                            .mistake(
                                    METHOD,
                                    kinds.isEmpty() ? "none" : String.join(" and ", kinds)));
        }
        Optional<Way> ssh = block.block("ssh", Section.FENCE_SSH).map(FenceReader::ssh);
        Optional<Way> command = block.block("command", Section.FENCE_COMMAND).map(this::command);
        return ssh.or(() -> command).orElseGet(Way.Peer::new);
    }

    private static Way ssh(Block block) {
        return new Way.Ssh(
                block.optional("user", Scalar.USER).orElse("root"),
                block.optional("port", Scalar.PORT).orElse(22),
                block.required("key", Scalar.ABSOLUTE_PATH),
                block.required("known-hosts", Scalar.ABSOLUTE_PATH),
                block.optional("program", PLAIN_PATH).orElse(Path.of("/usr/local/bin/understudy")),
                block.optional("home", PLAIN_PATH).orElse(Path.of("/var/lib/understudy")),
                block.optional("timeout", Scalar.DURATION).orElse(Duration.ofSeconds(10)));
    }

    private Way command(Block block) {
        if (!block.has("command")) {
            block.missing("command", "a list of a program's absolute path and its arguments");
        }
        return new Way.Command(
                block.optional("name", NAME).orElse("command"),
                program(block, "command"),
                program(block, "test"),
                block.optional("secrets", Scalar.ABSOLUTE_PATH),
                block.optional("timeout", Scalar.DURATION).orElse(Duration.ofSeconds(20)));
    }

    private List<String> program(Block block, String key) {
        List<String> words = block.list(key, Scalar.ANY_TEXT);
        if (!words.isEmpty() && !words.getFirst().isEmpty() && !words.getFirst().startsWith("/")) {
            mistakes.add(
                    block.placeOf(key)
                            .mistake(
                                    "a list of a program's absolute path and its arguments",
                                    "'" + words.getFirst() + "' as program"));
        }
        return words;
    }
}
