package io.understudy.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A disk of a host's for one purpose: a real ext4 of its own, so that it can be full, or break as a
 * bad one does, while all else of the host goes on. It outlives the loss of power.
 */
public enum Disk {
    /** What the daemon keeps. */
    HOME("/var/lib/understudy", 512),
    /** What PostgreSQL keeps, its log with it. */
    DATA("/var/lib/postgresql/lab", 1024),
    /** What is carried for the server. */
    FILES("/srv/carried", 384);

    private static final String FILLER = "filler";

    private final String at;
    private final int megabytes;

    Disk(String at, int megabytes) {
        this.at = at;
        this.megabytes = megabytes;
    }

    static Disk of(String word) throws LabException {
        return switch (word) {
            case "home" -> HOME;
            case "data" -> DATA;
            case "files" -> FILES;
            default -> throw new LabException("needed home, data or files, found '" + word + "'");
        };
    }

    /** Where it is on the host. */
    public String at() {
        return at;
    }

    /** Where it is on this machine. */
    Path mounted(Path hostFolder) {
        return hostFolder.resolve(name().toLowerCase(Locale.ROOT));
    }

    private Path image(Path hostFolder) {
        return hostFolder.resolve("disk").resolve(name().toLowerCase(Locale.ROOT) + ".img");
    }

    void make(Path hostFolder) throws LabException, IOException {
        String image = image(hostFolder).toString();
        Tool.run("truncate", "-s", megabytes + "M", image);
        Tool.run("mkfs.ext4", "-q", "-m", "0", image);
        Files.createDirectories(mounted(hostFolder));
        mount(hostFolder);
        Files.delete(mounted(hostFolder).resolve("lost+found"));
    }

    /** What is deleted there makes room on this machine again: three full disks do not fit. */
    private void mount(Path hostFolder) throws LabException {
        Tool.run(
                "mount",
                "-o",
                "loop,discard,errors=remount-ro",
                image(hostFolder).toString(),
                mounted(hostFolder).toString());
    }

    /** From now on it can't be written, whoever has what open on it. */
    void breaks(Path hostFolder) throws LabException {
        try {
            String device =
                    Files.readAllLines(Path.of("/proc/mounts")).stream()
                            .map(line -> line.split(" ", -1))
                            .filter(words -> words[1].equals(mounted(hostFolder).toString()))
                            .map(words -> Path.of(words[0]).getFileName().toString())
                            .findFirst()
                            .orElseThrow(() -> new LabException("there is no such disk"));
            Files.writeString(Path.of("/sys/fs/ext4", device, "trigger_fs_error"), "bad luck");
        } catch (IOException e) {
            throw new LabException("needed to break a disk, found: " + e, e);
        }
    }

    boolean isBroken(Path hostFolder) throws LabException {
        try {
            return Files.readAllLines(Path.of("/proc/mounts")).stream()
                    .map(line -> line.split(" ", -1))
                    .filter(words -> words[1].equals(mounted(hostFolder).toString()))
                    // How newer kernels say that they, and not a person, made it read-only.
                    .anyMatch(words ->
                            words[3].startsWith("ro,") || words[3].contains("emergency_ro"));
        } catch (IOException e) {
            throw new LabException("needed /proc/mounts, found: " + e, e);
        }
    }

    /**
     * What a person does about it, with the host's power off: all that is on it goes to another
     * disk. Any other mount namespace of this machine may still hold the broken one, which could
     * not be mounted anew then.
     */
    void mend(Path hostFolder) throws LabException {
        Tool.run("umount", "-l", mounted(hostFolder).toString());
        String broken = image(hostFolder).toString();
        Tool.run("cp", "--sparse=always", broken, broken + ".mended");
        Tool.run("mv", broken + ".mended", broken);
        // Its exit status 1 says that there was something to mend.
        Tool.tryRun(List.of("e2fsck", "-y", broken), "", Duration.ofSeconds(30));
        mount(hostFolder);
    }

    void unmount(Path hostFolder) throws LabException {
        if (Files.isDirectory(mounted(hostFolder)) && Files.exists(image(hostFolder))) {
            Tool.run("umount", "-l", mounted(hostFolder).toString());
        }
    }

    /** Until nothing more can be written there. */
    void fill(Host host) throws LabException {
        // The second takes what is left of less than the first one's block.
        host.shell(
                "{ cat /dev/zero; dd if=/dev/zero bs=1k; } >%s/%s 2>/dev/null || true"
                        .formatted(at, FILLER));
    }

    void free(Host host) throws LabException {
        host.run("rm", "-f", at + "/" + FILLER);
    }
}
