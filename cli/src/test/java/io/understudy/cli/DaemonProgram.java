package io.understudy.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a daemon is started: by the program as it was built, with its archives of classes, where that
 * is made of the very classes that are tested. Else, as when the command line's tests run before it
 * is built, from their folders.
 */
final class DaemonProgram {

    private static final Path ROOT = Path.of(System.getProperty("understudy.root"));
    private static final Path BUILT = ROOT.resolve("cli/target/understudy");
    private static final Path SOURCE = ROOT.resolve("cli/src/main/dist");
    private static final List<String> OURS = List.of("core", "node", "cli");
    private static final String OPTIONS = "node.options";
    private static final String LAUNCHER = "bin/understudy";

    private static final boolean IS_CURRENT = isCurrent();

    private DaemonProgram() {}

    /** All that comes before the command's own words. */
    static List<String> command() {
        return IS_CURRENT ? List.of(BUILT.resolve(LAUNCHER).toString()) : fromFolders();
    }

    private static List<String> fromFolders() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + SOURCE.resolve(OPTIONS),
                "-Dunderstudy.guard=" + ROOT.resolve("node/target/guard/understudy-guard"),
                "-cp",
                System.getProperty("java.class.path"),
                Understudy.class.getName());
    }

    private static boolean isCurrent() {
        try {
            for (String file : List.of(OPTIONS, LAUNCHER)) {
                if (!isCopy(BUILT.resolve(file), SOURCE.resolve(file))) {
                    return false;
                }
            }
            for (String module : OURS) {
                if (newest(ROOT.resolve(module).resolve("target/classes")) > made(module)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isCopy(Path file, Path of) throws IOException {
        return Files.isRegularFile(file) && Files.mismatch(file, of) < 0;
    }

    private static long newest(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::lastModified)
                    .max()
                    .orElse(Long.MAX_VALUE);
        }
    }

    /**
     * When its jar was made, in milliseconds since 1970; never, where there is none, or several.
     */
    private static long made(String module) throws IOException {
        List<Path> jars = new ArrayList<>();
        Path libraries = BUILT.resolve("lib");
        if (Files.isDirectory(libraries)) {
            try (var found = Files.newDirectoryStream(libraries, module + "-*.jar")) {
                found.forEach(jars::add);
            }
        }
        return jars.size() == 1 ? jars.getFirst().toFile().lastModified() : Long.MIN_VALUE;
    }
}
