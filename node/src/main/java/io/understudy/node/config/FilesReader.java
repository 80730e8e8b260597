package io.understudy.node.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the sets of files: what is in them is the cluster's matter, where they are a node's. */
final class FilesReader {

    /** The word for all that the server's profile knows. */
    private static final String PROFILE = "profile";

    private static final String SETS =
            "a block of sets, such as config: { path: /etc/ci }, or the word profile beside a"
                    + " server.profile, for all sets that it knows";

    private final List<ConfigMistake> mistakes;
    private final Map<String, Block> shared = new HashMap<>();
    private final Map<String, FileSetConfig> read = new HashMap<>();

    FilesReader(List<ConfigMistake> mistakes) {
        this.mistakes = mistakes;
    }

    /**
     * Reads what all nodes share.
     *
     * @param server whose profile knows sets, too: the word {@code profile} carries all of them,
     *     and a set with the name of one takes from it what the user leaves out
     */
    void shared(Block file, Optional<Block> server) {
        Optional<Block.Entry> files = file.entry("files");
        if (files.isEmpty()) {
            return;
        }
        Map<String, Profile.Carried> known = ofProfile(server);
        if (files.get().value() instanceof ScalarNode word) {
            if (!word.getValue().equals(PROFILE) || known.isEmpty()) {
                mistakes.add(files.get().place().mistake(SETS, Block.describe(word)));
            }
            known.forEach((name, carried) ->
                    read.put(
                            name,
                            new FileSetConfig(name, carried.path(), List.of(), carried.exclude())));
            return;
        }
        Block.ofAnyKeys(files.get(), mistakes)
                .entries()
                .forEach((name, entry) -> set(name, entry, known));
    }

    private void set(String name, Block.Entry entry, Map<String, Profile.Carried> known) {
        if (Scalar.LABEL.read().apply(name).isEmpty()) {
            mistakes.add(
                    Place.of(entry.key(), entry.path())
                            .mistake(Scalar.LABEL.expected(), Block.describe(entry.key())));
        }
        Block block = Block.of(Section.FILE_SET, entry, mistakes);
        Optional<Profile.Carried> profile = Optional.ofNullable(known.get(name));
        boolean filled = profile.isPresent() && !block.has("path");
        boolean chosen = block.has("include") || block.has("exclude");
        shared.put(name, block);
        read.put(
                name,
                new FileSetConfig(
                        name,
                        filled
                                ? profile.get().path()
                                : block.required("path", Scalar.ABSOLUTE_PATH),
                        block.list("include", Scalar.GLOB),
                        chosen
                                ? block.list("exclude", Scalar.GLOB)
                                : profile.map(Profile.Carried::exclude).orElse(List.of())));
    }

    /** Its mistakes are told where the server is read. */
    private static Map<String, Profile.Carried> ofProfile(Optional<Block> server) {
        return server.flatMap(block ->
                        new Block(block.place(), block.entries(), new ArrayList<>())
                                .optional("profile", Profiles.NAME))
                .map(name -> Profiles.of(name).files())
                .orElse(Map.of());
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
                                                    block.required("path", Scalar.ABSOLUTE_PATH),
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
            if (set.path().equals(Scalar.ABSOLUTE_PATH.standIn())) {
                continue;
            }
            for (FileSetConfig other : seen) {
                if (nested(set.path(), other.path())) {
                    note(node, set, "'%s' and '%s'".formatted(other.path(), set.path()));
                }
            }
            if (!data.equals(Scalar.ABSOLUTE_PATH.standIn()) && nested(set.path(), data)) {
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
