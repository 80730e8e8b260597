package io.understudy.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A server's block with a profile laid under it: the user's keys win.
 *
 * @param use empty where the block names no profile
 */
record ProfiledServer(Block block, Optional<ProfileUse> use) {

    /** What is asked is one question: whoever asks another one wants none of the profile's. */
    private static final List<String> QUESTIONS = List.of("http", "tcp", "says", "command");

    static ProfiledServer of(Block user, List<ConfigMistake> mistakes) {
        Optional<String> name = user.optional("profile", Profiles.NAME);
        if (name.isEmpty()) {
            return new ProfiledServer(user, Optional.empty());
        }
        // The profile's own mistakes are the product's, which its tests find.
        Profiles.Read profile = Profiles.read(name.get(), new ArrayList<>());
        Block filled =
                new Block(
                        user.place(),
                        user.over(withoutQuestions(withoutProgram(profile.server(), user), user))
                                .entries(),
                        mistakes);
        return new ProfiledServer(
                filled,
                Optional.of(new ProfileUse(profile.profile(), settings(filled, leaves(user)))));
    }

    /** A unit has its own program, and whatever belongs to it. */
    private static Block withoutProgram(Block profile, Block user) {
        if (!user.has("unit")) {
            return profile;
        }
        Map<String, Block.Entry> entries = new TreeMap<>(profile.entries());
        ServerReader.OF_A_COMMAND.forEach(entries::remove);
        return new Block(profile.place(), entries, profile.mistakes());
    }

    private static Block withoutQuestions(Block profile, Block user) {
        boolean asks =
                user.entry("probe").map(Block.Entry::value).stream()
                        .flatMap(ProfiledServer::tuples)
                        .anyMatch(tuple ->
                                QUESTIONS.contains(key(tuple)) && !key(tuple).equals("says"));
        Optional<Block.Entry> probe = profile.entry("probe");
        if (!asks || probe.isEmpty() || !(probe.get().value() instanceof MappingNode asked)) {
            return profile;
        }
        MappingNode left =
                new MappingNode(
                        asked.getTag(),
                        true,
                        asked.getValue().stream()
                                .filter(tuple -> !QUESTIONS.contains(key(tuple)))
                                .toList(),
                        asked.getStartMark(),
                        asked.getEndMark(),
                        asked.getFlowStyle());
        Map<String, Block.Entry> entries = new TreeMap<>(profile.entries());
        entries.put("probe", new Block.Entry(probe.get().path(), probe.get().key(), left));
        return new Block(profile.place(), entries, profile.mistakes());
    }

    private static Stream<NodeTuple> tuples(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue().stream() : Stream.empty();
    }

    private static List<ProfileUse.Setting> settings(Block filled, Map<String, Node> own) {
        List<ProfileUse.Setting> settings = new ArrayList<>();
        leaves(filled)
                .forEach((path, node) -> {
                    Node said = own.get(path);
                    settings.add(
                            new ProfileUse.Setting(
                                    path,
                                    text(node),
                                    said == null
                                            ? OptionalInt.empty()
                                            : OptionalInt.of(said.getStartMark().getLine() + 1)));
                });
        return settings;
    }

    /** All that has a value of its own, by the keys that lead there. */
    private static Map<String, Node> leaves(Block block) {
        Map<String, Node> leaves = new TreeMap<>();
        block.entries().forEach((key, entry) -> collect(key, entry.value(), leaves));
        return leaves;
    }

    private static void collect(String path, Node node, Map<String, Node> leaves) {
        if (node instanceof MappingNode mapping) {
            mapping.getValue()
                    .forEach(tuple ->
                            collect(path + "." + key(tuple), tuple.getValueNode(), leaves));
        } else {
            leaves.put(path, node);
        }
    }

    private static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
    }

    private static String text(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue().strip().replaceAll("\\s+", " ");
            case SequenceNode list ->
                    list.getValue().stream()
                            .map(ProfiledServer::text)
                            .collect(Collectors.joining(" "));
            default -> "";
        };
    }
}
