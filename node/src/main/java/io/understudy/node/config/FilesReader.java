package io.understudy.node.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the sets of files: what is in them is the cluster's matter, where they are a node's. */
final class FilesReader {

    private final List<ConfigMistake> mistakes;
    private final Map<String, Block> shared = new HashMap<>();
    private final Map<String, FileSetConfig> read = new HashMap<>();

    FilesReader(List<ConfigMistake> mistakes) {
        this.mistakes = mistakes;
    }

    /** Reads what all nodes share. */
    void shared(Block file) {
        file.entry("files")
                .map(entry -> Block.ofAnyKeys(entry, mistakes))
                .ifPresent(sets ->
                        sets.entries()
                                .forEach((name, entry) -> {
                                    if (Kind.LABEL.read().apply(name).isEmpty()) {
                                        mistakes.add(
                                                Place.of(entry.key(), entry.path())
                                                        .mistake(
                                                                Kind.LABEL.expected(),
                                                                Block.describe(entry.key())));
                                    }
                                    Block block = Block.of(Section.FILE_SET, entry, mistakes);
                                    shared.put(name, block);
                                    read.put(
                                            name,
                                            new FileSetConfig(
                                                    name,
                                                    block.required("path", Kind.ABSOLUTE_PATH),
                                                    block.list("include", Kind.GLOB),
                                                    block.list("exclude", Kind.GLOB)));
                                }));
    }

    /** The sets as that node has them. */
    List<FileSetConfig> of(Block node, Path data) {
        Map<String, FileSetConfig> sets = new HashMap<>(read);
        node.entry("files")
                .map(entry -> Block.ofAnyKeys(entry, mistakes))
                .ifPresent(own ->
                        own.entries()
                                .forEach((name, entry) -> {
                                    Block block = Block.of(Section.NODE_FILE_SET, entry, mistakes);
                                    FileSetConfig set = read.get(name);
                                    if (set == null) {
                                        mistakes.add(
                                                Place.of(entry.key(), entry.path())
                                                        .mistake(
                                                                "the name of a set under files",
                                                                "'" + name + "', which is none"));
                                        return;
                                    }
                                    sets.put(
                                            name,
                                            new FileSetConfig(
                                                    name,
                                                    block.required("path", Kind.ABSOLUTE_PATH),
                                                    set.include(),
                                                    set.exclude()));
                                }));
        List<FileSetConfig> all =
                sets.values().stream()
                        .sorted(java.util.Comparator.comparing(FileSetConfig::name))
                        .toList();
        apart(node, all, data);
        return all;
    }

    /** What is in two sets would be put in place by both. */
    private void apart(Block node, List<FileSetConfig> sets, Path data) {
        List<FileSetConfig> seen = new ArrayList<>();
        for (FileSetConfig set : sets) {
            if (set.path().equals(Kind.ABSOLUTE_PATH.standIn())) {
                continue;
            }
            for (FileSetConfig other : seen) {
                if (nested(set.path(), other.path())) {
                    note(node, set, "'%s' and '%s'".formatted(other.path(), set.path()));
                }
            }
            if (!data.equals(Kind.ABSOLUTE_PATH.standIn()) && nested(set.path(), data)) {
                note(node, set, "'%s' and the database's '%s'".formatted(set.path(), data));
            }
            seen.add(set);
        }
    }

    private void note(Block node, FileSetConfig set, String found) {
        Place place =
                node.entry("files")
                        .map(entry -> Block.ofAnyKeys(entry, new ArrayList<>()))
                        .flatMap(own -> own.entry(set.name()))
                        .map(Block.Entry::place)
                        .or(() ->
                                Optional.ofNullable(shared.get(set.name()))
                                        .map(block -> block.placeOf("path")))
                        .orElse(Place.WHOLE_FILE);
        ConfigMistake mistake = place.mistake("folders of which none is in another", found);
        if (!mistakes.contains(mistake)) {
            mistakes.add(mistake);
        }
    }

    private static boolean nested(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }
}
