package io.understudy.node.arbiter;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the JVM of a {@link MemberMain} is started: with an archive of the classes that it loads,
 * which the first that ends in order leaves for the others. A run of the tests starts some eighty
 * of them. The JVM makes an archive of what comes from jars, and of nothing else.
 */
final class MemberArchive {

    private static final Path ROOT = Path.of(System.getProperty("understudy.root"));
    private static final Path FOLDER = ROOT.resolve("node").resolve("target").resolve("members");

    private static final Path ARCHIVE = FOLDER.resolve("classes.jsa");

    private static final List<String> OPTIONS = options(System.getProperty("java.class.path"));

    private MemberArchive() {}

    /** All that comes before the main class. */
    static List<String> options() {
        return OPTIONS;
    }

    /** Whether one has been left, by this run of the tests or one before. */
    static boolean isThere() {
        return Files.exists(ARCHIVE);
    }

    private static List<String> options(String classPath) {
        try {
            Files.createDirectories(FOLDER);
            // Two JVMs of one run of tests may want the jars at the same moment.
            try (FileChannel file =
                            FileChannel.open(
                                    FOLDER.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    var _ = file.lock()) {
                return List.of(
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + ARCHIVE,
                        "-Xlog:cds=off",
                        "-Xlog:cds+dynamic=off",
                        "-cp",
                        Stream.of(classPath.split(File.pathSeparator))
                                .map(Path::of)
                                .filter(Files::exists)
                                .map(MemberArchive::jar)
                                .map(Path::toString)
                                .collect(Collectors.joining(File.pathSeparator)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A jar itself, or one of the folder's files; the same as before where none is newer. */
    private static Path jar(Path entry) {
        if (!Files.isDirectory(entry)) {
            return entry;
        }
        Path jar = FOLDER.resolve(ROOT.relativize(entry).toString().replace('/', '-') + ".jar");
        try (Stream<Path> files = Files.walk(entry)) {
            long newest = files.mapToLong(path -> path.toFile().lastModified()).max().orElse(0);
            if (newest >= jar.toFile().lastModified()) {
                Path made = FOLDER.resolve("making.jar");
                int status =
                        ToolProvider.findFirst("jar")
                                .orElseThrow()
                                .run(
                                        System.out,
                                        System.err,
                                        "--create",
                                        "--file",
                                        made.toString(),
                                        "-C",
                                        entry.toString(),
                                        ".");
                if (status != 0) {
                    throw new IOException("no jar could be made of " + entry);
                }
                Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
                Files.deleteIfExists(ARCHIVE);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
