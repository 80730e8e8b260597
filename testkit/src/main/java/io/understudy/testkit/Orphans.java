package io.understudy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What tests start and what outlives a process by design, as a database does, ends with the tests'
 * JVM at the latest, also where that is killed: a shell beside it reads a pipe until its end, and
 * then kills whatever works in one of the folders that it was told, or names a file in one.
 */
public final class Orphans implements AutoCloseable {

    /** In two passes: what was killed may just have started something. It is found by no word. */
    private static final String SHELL =
            """
            trap '' HUP INT TERM
            folders=
            while IFS= read -r folder; do folders="$folders$folder
            "; done
            for pass in 1 2; do
                printf '%s' "$folders" | while IFS= read -r folder; do
                    find /proc -maxdepth 2 -name cwd '(' -lname "$folder" -o -lname "$folder/*" ')'
                    printf '%s/\\n' "$folder" | grep -lsF -f - /proc/[0-9]*/cmdline
                done | cut -d / -f 3 | sort -u | xargs -r kill -KILL
            done
            """;

    private final Process shell;
    private final Writer pipe;

    Orphans() {
        try {
            // In a session of its own, so that what ends this JVM's whole group spares it.
            shell =
                    new ProcessBuilder("setsid", "sh", "-c", SHELL)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pipe = shell.outputWriter(StandardCharsets.UTF_8);
    }

    /** Made once for each JVM, which closes its pipe by ending. */
    private static final class OfThisJvm {
        static final Orphans ORPHANS = new Orphans();
    }

    /**
     * Any thread may call.
     *
     * @param folder of a test's own: no process of anybody else's works in it
     */
    public static void endWithThisJvm(Path folder) {
        OfThisJvm.ORPHANS.add(folder);
    }

    synchronized void add(Path folder) {
        try {
            pipe.write(folder.toAbsolutePath() + "\n");
            pipe.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends them now; returns once that is done. */
    @Override
    public void close() throws IOException {
        pipe.close();
        try {
            shell.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
