package io.understudy.node.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A block of the file while it is read. What is wrong is noted among the mistakes, and reading goes
 * on with a stand-in.
 *
 * @param place where a missing key is reported
 * @param mistakes where to note what is wrong; shared by the whole file
 */
record Block(Place place, Map<String, Entry> entries, List<ConfigMistake> mistakes) {

    /** A key with its value, and the path to it. */
    record Entry(String path, Node key, Node value) {

        Place place() {
            return Place.of(value, path);
        }
    }

    Block {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** Reads a block whose keys are a section's. */
    static Block of(Section section, Entry entry, List<ConfigMistake> mistakes) {
        Block block = ofAnyKeys(entry, mistakes);
        for (Entry found : block.entries.values()) {
            String name = ((ScalarNode) found.key()).getValue();
            if (!section.keys().contains(name)) {
                mistakes.add(
                        Place.of(found.key(), found.path())
                                .mistake(
                                        "one of the keys " + String.join(", ", section.keys()),
                                        "the unknown key '" + name + "'" + hint(section, name)));
            }
        }
        return block;
    }

    /** Reads a block whose keys are names that the file's author chose. */
    static Block ofAnyKeys(Entry entry, List<ConfigMistake> mistakes) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        if (!(entry.value() instanceof MappingNode mapping)) {
            mistakes.add(entry.place().mistake("a block of keys", describe(entry.value())));
            return new Block(entry.place(), entries, mistakes);
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                mistakes.add(
                        Place.of(tuple.getKeyNode(), entry.path())
                                .mistake("a plain key", describe(tuple.getKeyNode())));
                continue;
            }
            String path =
                    entry.path().isEmpty() ? key.getValue() : entry.path() + "." + key.getValue();
            Entry twin = entries.get(key.getValue());
            if (twin != null) {
                mistakes.add(
                        Place.of(key, path)
                                .mistake(
                                        "each key once",
                                        "'%s' again, first in line %d"
                                                .formatted(
                                                        key.getValue(),
                                                        twin.key().getStartMark().getLine() + 1)));
                continue;
            }
            entries.put(key.getValue(), new Entry(path, key, tuple.getValueNode()));
        }
        return new Block(Place.of(entry.key(), entry.path()), entries, mistakes);
    }

    /** This block laid over the shared one, key by key, and so are the blocks in it. */
    Block over(Block shared) {
        Map<String, Entry> both = new LinkedHashMap<>(shared.entries);
        entries.forEach((key, entry) -> both.merge(key, entry, Block::laidOver));
        return new Block(shared.place, both, mistakes);
    }

    private static Entry laidOver(Entry shared, Entry own) {
        if (!(shared.value() instanceof MappingNode under)
                || !(own.value() instanceof MappingNode over)) {
            return own;
        }
        Set<String> replaced =
                over.getValue().stream().map(Block::keyOf).collect(Collectors.toSet());
        List<NodeTuple> tuples = new ArrayList<>(over.getValue());
        under.getValue().stream()
                .filter(tuple -> !replaced.contains(keyOf(tuple)))
                .forEach(tuples::add);
        MappingNode both =
                new MappingNode(
                        over.getTag(),
                        true,
                        tuples,
                        over.getStartMark(),
                        over.getEndMark(),
                        over.getFlowStyle());
        return new Entry(own.path(), own.key(), both);
    }

    private static String keyOf(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Where the key's value stands, or else where it is missing. */
    Place placeOf(String key) {
        return entry(key).map(Entry::place).orElse(place.path().isEmpty() ? place : at(key));
    }

    Optional<Block> block(String key, Section section) {
        return entry(key).map(entry -> of(section, entry, mistakes));
    }

    <T> T required(String key, Scalar<T> kind) {
        if (!has(key)) {
            missing(key, kind.expected());
        }
        return optional(key, kind).orElse(kind.standIn());
    }

    <T> Optional<T> optional(String key, Scalar<T> kind) {
        return entry(key).map(entry -> single(entry, kind));
    }

    /** A list of single values; empty where there is none. */
    <T> List<T> list(String key, Scalar<T> kind) {
        Optional<Entry> entry = entry(key);
        if (entry.isEmpty()) {
            return List.of();
        }
        if (!(entry.get().value() instanceof SequenceNode sequence)
                || sequence.getValue().isEmpty()) {
            wrong(entry.get(), "a list, such as [/usr/bin/java, -jar, server.jar]");
            return List.of(kind.standIn());
        }
        List<T> values = new ArrayList<>();
        for (Node value : sequence.getValue()) {
            String path = "%s[%d]".formatted(entry.get().path(), values.size());
            values.add(single(new Entry(path, entry.get().key(), value), kind));
        }
        return values;
    }

    void missing(String key, String expected) {
        mistakes.add(at(key).mistake(expected, "nothing"));
    }

    private Place at(String key) {
        String path = place.path().isEmpty() ? key : place.path() + "." + key;
        return new Place(place.line(), place.column(), path);
    }

    private <T> T single(Entry entry, Scalar<T> kind) {
        if (!(entry.value() instanceof ScalarNode scalar) || isNothing(scalar)) {
            wrong(entry, kind.expected());
            return kind.standIn();
        }
        Optional<T> value = kind.read().apply(scalar.getValue());
        if (value.isEmpty()) {
            wrong(entry, kind.expected());
        }
        return value.orElse(kind.standIn());
    }

    private void wrong(Entry entry, String expected) {
        mistakes.add(entry.place().mistake(expected, describe(entry.value())));
    }

    private static boolean isNothing(ScalarNode scalar) {
        return scalar.isPlain() && Tag.NULL.equals(scalar.getTag());
    }

    static String describe(Node node) {
        return switch (node) {
            case ScalarNode scalar ->
                    isNothing(scalar) ? "nothing" : "'" + shortened(scalar.getValue()) + "'";
            case SequenceNode list -> list.getValue().isEmpty() ? "an empty list" : "a list";
            case MappingNode _ -> "a block of keys";
            default -> "something else";
        };
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }

    private static String hint(Section section, String name) {
        return section.keys().stream()
                .filter(key -> Spelling.isNear(key, name))
                .findFirst()
                .map(key -> " (did you mean '" + key + "'?)")
                .orElse("");
    }
}
