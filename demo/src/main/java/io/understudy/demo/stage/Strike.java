package io.understudy.demo.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Ends every process and removes every file that a demonstration made; on Ctrl-C, too. */
public final class Strike {

    private final Stage stage;
    private final Troupe troupe;
    private final List<SmallDisk> disks;

    private Strike(Stage stage, Troupe troupe, List<SmallDisk> disks) {
        this.stage = stage;
        this.troupe = troupe;
        this.disks = List.copyOf(disks);
    }

    /** Once this process ends, however that comes about. */
    public static void atTheEnd(Stage stage, Troupe troupe, List<SmallDisk> disks) {
        Strike strike = new Strike(stage, troupe, disks);
        Runtime.getRuntime().addShutdownHook(new Thread(strike::all, "strike"));
    }

    private void all() {
        troupe.close();
        disks.forEach(this::unmount);
        try (Stream<Path> files = Files.walk(stage.folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            complain(stage.folder() + " could not be removed: " + e.getMessage());
        }
    }

    private void unmount(SmallDisk disk) {
        try {
            disk.unmount();
        } catch (StageException e) {
            complain(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void complain(String sentence) {
        System.err.println("demo: " + sentence);
    }
}
