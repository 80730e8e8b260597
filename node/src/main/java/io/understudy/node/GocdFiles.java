package io.understudy.node;

import io.understudy.node.api.OldFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads a GoCD's files on this node for scripts of old installations, which compare their MD5. What
 * has not changed since the last time is not read again. Any thread may call; one reads at a time.
 */
final class GocdFiles implements Supplier<OldFiles> {

    private static final int MOST_REMEMBERED = 200;
    private static final int MOST_PLUGINS = 100;
    private static final String PLUGIN = "*.jar";

    private static final Map<String, String> KEYS =
            Map.of(
                    "CRUISE_CONFIG_XML", "cruise-config.xml",
                    "AES_CIPHER", "cipher.aes",
                    "JETTY_XML", "jetty.xml",
                    "USER_FEATURE_TOGGLE", "go.feature.toggles");

    private final List<Path> roots;
    private final Map<Stamp, String> sums =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Stamp, String> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    /**
     * @param roots of the sets of files that go with the server
     */
    GocdFiles(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    private record Stamp(Path file, FileTime changed, long bytes) {}

    @Override
    public synchronized OldFiles get() {
        Map<String, String> files = new TreeMap<>();
        Map<String, String> plugins = new TreeMap<>();
        for (Path root : roots) {
            KEYS.forEach((key, name) ->
                    sum(root.resolve(name)).ifPresent(sum -> files.putIfAbsent(key, sum)));
            for (Path plugin : jars(root)) {
                sum(plugin).ifPresent(sum -> plugins.put(plugin.getFileName().toString(), sum));
            }
        }
        return new OldFiles(files, plugins);
    }

    private static List<Path> jars(Path root) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root, PLUGIN)) {
            List<Path> jars = new ArrayList<>();
            found.forEach(jars::add);
            return jars.stream().sorted().limit(MOST_PLUGINS).toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    /** Empty where there is none, or it can't be read. */
    private Optional<String> sum(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp stamp = new Stamp(file, found.lastModifiedTime(), found.size());
            if (!found.isRegularFile()) {
                return Optional.empty();
            }
            Optional<String> known = Optional.ofNullable(sums.get(stamp));
            String sum = known.isPresent() ? known.get() : read(file);
            sums.put(stamp, sum);
            return Optional.of(sum);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            // The old scripts' word for "the same"; nothing here relies on it.
            MessageDigest digest = MessageDigest.getInstance("MD5");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
