package io.understudy.node.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was put in place and is not durable yet. For one thread at a time. */
final class Unflushed {

    /** Up to so many folders and files are flushed one by one. */
    static final int FEW = 16;

    private final Set<Path> files = new LinkedHashSet<>();
    private final Set<Path> folders = new LinkedHashSet<>();
    private boolean more;

    /** That file is new there. */
    void file(Path file) {
        files.add(file);
    }

    /** Names in that folder have changed. */
    void folder(Path folder) {
        folders.add(folder);
    }

    /** What a run before this one did, and may not have flushed, is to be durable, too. */
    void more() {
        more = true;
    }

    /**
     * Makes all of it durable.
     *
     * @param roots where everything is, for when whole file systems are flushed
     */
    void flush(List<Path> roots) throws IOException {
        if (more || files.size() + folders.size() > FEW) {
            for (Path root : roots) {
                if (Files.isDirectory(root)) {
                    Flush.all(root);
                }
            }
        } else {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Flush.one(file);
                }
            }
            for (Path folder : folders) {
                if (Files.isDirectory(folder)) {
                    Flush.one(folder);
                }
            }
        }
        more = false;
        files.clear();
        folders.clear();
    }
}
