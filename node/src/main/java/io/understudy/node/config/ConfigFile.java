package io.understudy.node.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code understudy.yaml}. Never throws for what a file can be. */
public final class ConfigFile {

    private static final int MOST_BYTES = 1 << 20;

    private ConfigFile() {}

    /** Reads the file; one that can't be read is a mistake in its first line. */
    public static ConfigResult read(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
                return refused("a file of at most 1 MB", Files.size(file) + " bytes");
            }
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException _) {
            return refused("a configuration file", "no file at " + file);
        } catch (CharacterCodingException _) {
            return refused("a text in UTF-8", "bytes that are no UTF-8 text");
        } catch (IOException e) {
            return refused("a file that can be read", "an error: " + e);
        }
    }

    /** Reads the file's text. */
    public static ConfigResult parse(String text) {
        Node root;
        try {
            root = compose(text);
        } catch (MarkedYAMLException e) {
            Place place =
                    e.getProblemMark() == null
                            ? Place.WHOLE_FILE
                            : Place.of(e.getProblemMark(), "");
            return refused(place, "well-formed YAML", oneLine(e.getProblem()));
        } catch (YAMLException e) {
            return refused("well-formed YAML", oneLine(e.getMessage()));
        }
        if (root == null) {
            return refused("a block of keys", "an empty file");
        }
        return new ClusterReader().read(root);
    }

    /** Builds no object: only the tree with its marks is wanted. */
    private static @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_BYTES);
        options.setMaxAliasesForCollections(20);
        return new Yaml(options).compose(new StringReader(text));
    }

    private static ConfigResult refused(String expected, String found) {
        return refused(Place.WHOLE_FILE, expected, found);
    }

    private static ConfigResult refused(Place place, String expected, String found) {
        return new ConfigResult.Mistakes(List.of(place.mistake(expected, found)));
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "something else" : text.strip().replaceAll("\\s+", " ");
    }
}
