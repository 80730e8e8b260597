package io.understudy.node.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;

/** The profiles that the product brings. */
public final class Profiles {

    /** In the order of the alphabet. */
    public static final List<String> NAMES = List.of("buildbot", "gitea", "gocd", "jenkins");

    static final Scalar<String> NAME =
            new Scalar<>(
                    "one of the profiles "
                            + String.join(", ", NAMES)
                            + ", or no profile and the server's own command, directory and probe",
                    NAMES.getFirst(),
                    text -> NAMES.contains(text) ? Optional.of(text) : Optional.empty());

    private static final Scalar<Path> PATH = Scalar.ABSOLUTE_PATH;

    private Profiles() {}

    /**
     * A profile as it stands in its file.
     *
     * @param server the block that it fills in
     */
    record Read(Profile profile, Block server) {}

    /** What is known of that kind of server. */
    public static Profile of(String name) {
        return read(name, new ArrayList<>()).profile();
    }

    /**
     * Reads one of {@link #NAMES}.
     *
     * @param mistakes where to note what is wrong in the profile itself
     */
    static Read read(String name, List<ConfigMistake> mistakes) {
        Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text(name)));
        Block file = Block.of(Section.PROFILE, new Block.Entry("", root, root), mistakes);
        Block server =
                file.block("server", Section.SERVER)
                        .orElseThrow(() -> new IllegalStateException("no server in " + name));
        Profile profile =
                new Profile(
                        name,
                        file.required("title", Scalar.TEXT),
                        file.optional("proven", Scalar.TEXT),
                        ports(file, mistakes),
                        file.list("notes", Scalar.TEXT),
                        files(file, mistakes));
        return new Read(profile, server);
    }

    private static Map<String, Integer> ports(Block file, List<ConfigMistake> mistakes) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        file.entry("ports")
                .map(entry -> Block.ofAnyKeys(entry, mistakes))
                .ifPresent(block ->
                        block.entries()
                                .keySet()
                                .forEach(use -> ports.put(use, block.required(use, Scalar.PORT))));
        return ports;
    }

    private static Map<String, Profile.Carried> files(Block file, List<ConfigMistake> mistakes) {
        Map<String, Profile.Carried> files = new LinkedHashMap<>();
        file.entry("files")
                .map(entry -> Block.ofAnyKeys(entry, mistakes))
                .ifPresent(block ->
                        block.entries()
                                .forEach((set, entry) -> files.put(set, carried(entry, mistakes))));
        return files;
    }

    private static Profile.Carried carried(Block.Entry entry, List<ConfigMistake> mistakes) {
        Block block = Block.of(Section.PROFILE_FILES, entry, mistakes);
        return new Profile.Carried(
                block.required("path", PATH), block.list("exclude", Scalar.GLOB));
    }

    private static String text(String name) {
        try (InputStream in = Profiles.class.getResourceAsStream("profiles/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("there is no profile " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the profile " + name + " can't be read", e);
        }
    }
}
