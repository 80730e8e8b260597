package io.understudy.node.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All processes of one of systemd's units, wherever its slice is and whatever they did to leave
 * their session: the kernel keeps them together. Any thread may call. All throw {@link
 * UncheckedIOException} when the control groups can't be read.
 *
 * @param root the folder of systemd's own control groups
 * @param unit its whole name
 */
public record ControlGroup(Path root, String unit) {

    private static final String SLICE = ".slice";

    /** Whether anything of it is left. */
    public boolean isPopulated() {
        return !processes().isEmpty();
    }

    /** The numbers of its processes. */
    public List<Long> processes() {
        List<Long> found = new ArrayList<>();
        for (Path folder : folders()) {
            collect(folder, found);
        }
        return found;
    }

    /** Kills what is there now; what is started meanwhile is for the next call. */
    public void kill() {
        for (Path folder : folders()) {
            if (!killAtOnce(folder)) {
                ProcessTable table = new ProcessTable(Path.of("/proc"));
                new Signals(table)
                        .kill(
                                processes().stream()
                                        .flatMap(pid -> table.alive(pid).stream())
                                        .toList());
            }
        }
    }

    /** Since Linux 5.14 in one step, which no fork escapes. */
    private static boolean killAtOnce(Path folder) {
        Path kill = folder.resolve("cgroup.kill");
        if (!Files.exists(kill)) {
            return false;
        }
        try {
            Files.writeString(kill, "1");
            return true;
        } catch (IOException _) {
            // Gone meanwhile, or a hierarchy that can't: what is left is killed one by one.
            return false;
        }
    }

    /** A unit's folder stands below slices alone: below another unit it is another manager's. */
    private List<Path> folders() {
        List<Path> found = new ArrayList<>();
        search(root, found);
        return found;
    }

    private void search(Path slice, List<Path> found) {
        Path own = slice.resolve(unit);
        if (Files.isDirectory(own)) {
            found.add(own);
        }
        try (DirectoryStream<Path> slices = Files.newDirectoryStream(slice, "*" + SLICE)) {
            for (Path below : slices) {
                search(below, found);
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            // Removed meanwhile, with all that was in it.
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the control groups in " + slice, e);
        }
    }

    private static void collect(Path folder, List<Long> found) {
        try {
            for (String line : Files.readAllLines(folder.resolve("cgroup.procs"))) {
                found.add(Long.parseLong(line));
            }
            try (DirectoryStream<Path> below =
                    Files.newDirectoryStream(folder, Files::isDirectory)) {
                for (Path child : below) {
                    collect(child, found);
                }
            }
        } catch (NoSuchFileException _) {
            // Removed meanwhile, so nothing is in it.
        } catch (IOException e) {
            // ENODEV is what a control group says that is just being removed.
            if (Files.isDirectory(folder)) {
                throw new UncheckedIOException("can't read the control group " + folder, e);
            }
        }
    }
}
