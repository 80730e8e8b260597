package io.understudy.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host of the lab: a network, processes, a name and a disk of its own. Its disk is this machine's
 * as it is, with whatever the host writes kept apart in memory; it outlives a loss of power.
 */
public final class Host {

    private static final Duration LONGEST_START = Duration.ofSeconds(10);
    private static final String FILLER = "/var/filler";
    private static final String INIT = "/usr/bin/tini";

    private final String name;
    private final int number;
    private final String space;
    private final Path folder;
    private final Path script;

    /**
     * Describes a host; nothing is made yet.
     *
     * @param number the last part of its addresses
     * @param space its namespace for the network
     * @param folder for its disk and its state
     * @param script that makes the disk and becomes the host's first process
     */
    Host(String name, int number, String space, Path folder, Path script) {
        this.name = name;
        this.space = space;
        this.number = number;
        this.folder = folder;
        this.script = script;
    }

    public String name() {
        return name;
    }

    public String address() {
        return Network.address(number);
    }

    int number() {
        return number;
    }

    /** Where its whole file system is visible from outside, also while it has no power. */
    Path written() {
        return folder.resolve("disk/written");
    }

    /**
     * Makes its disk.
     *
     * @param megabytes how much it can write at most
     */
    void makeDisk(int megabytes) throws LabException {
        try {
            Path disk = Files.createDirectories(folder.resolve("disk"));
            Tool.run(
                    "mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", name, disk.toString());
            Files.createDirectories(disk.resolve("written"));
            Files.createDirectories(disk.resolve("work"));
            Files.createDirectories(folder.resolve("root"));
            for (Disk each : Disk.values()) {
                each.make(folder);
            }
        } catch (IOException e) {
            throw new LabException("needed a folder for the host " + name + ", found: " + e, e);
        }
    }

    public boolean hasPower() {
        return first().isPresent();
    }

    /** Starts its first process, which all others descend from. */
    public void powerOn() throws LabException {
        if (hasPower()) {
            return;
        }
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(
                            "ip",
                            "netns",
                            "exec",
                            space,
                            "unshare",
                            "--mount",
                            "--uts",
                            "--ipc",
                            "--pid",
                            "--fork",
                            "--kill-child",
                            script.toString(),
                            name,
                            folder.toString());
            Path log = folder.resolve("console.log");
            Process process =
                    builder.redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .redirectErrorStream(true)
                            .start();
            awaitFirst(process, log);
        } catch (IOException e) {
            throw new LabException("needed to power on " + name + ", found: " + e, e);
        }
    }

    private void awaitFirst(Process process, Path log) throws LabException, IOException {
        long due = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < due && process.isAlive()) {
            Optional<ProcessHandle> first = process.children().findFirst();
            // The script has become the host's first process once all is mounted.
            if (first.isPresent() && runs(first.get().pid(), INIT)) {
                Files.writeString(folder.resolve("first.pid"), Long.toString(first.get().pid()));
                return;
            }
            pause();
        }
        process.destroyForcibly();
        throw new LabException(
                "%s has not come up within %d s: %s"
                        .formatted(name, LONGEST_START.toSeconds(), Files.readString(log).strip()));
    }

    private static void pause() throws LabException {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    /** Ends every process of the host at once, as a loss of power does. Its disk stays. */
    public void powerOff() throws LabException {
        Optional<ProcessHandle> first = first();
        if (first.isEmpty()) {
            return;
        }
        first.get().destroyForcibly();
        long due = System.nanoTime() + LONGEST_START.toNanos();
        while (hasPower()) {
            if (System.nanoTime() > due) {
                throw new LabException("the processes of " + name + " can't be ended");
            }
            pause();
        }
    }

    /** Takes its disk away, too. */
    void scrap() throws LabException {
        powerOff();
        if (Files.isDirectory(folder.resolve("disk/written"))) {
            for (Disk each : Disk.values()) {
                each.unmount(folder);
            }
            Tool.run("umount", "-l", folder.resolve("disk").toString());
        }
    }

    /** What runs that command on the host. */
    public List<String> inside(List<String> command) throws LabException {
        long first = first().orElseThrow(() -> new LabException(name + " has no power")).pid();
        List<String> whole = new ArrayList<>();
        whole.addAll(
                List.of("nsenter", "--target", Long.toString(first), "--all", "--root", "--wd"));
        whole.add("--");
        whole.addAll(command);
        return whole;
    }

    /** What runs that command with this machine's own files, and with the host's network alone. */
    public List<String> onItsNetwork(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", space));
        whole.addAll(command);
        return whole;
    }

    /** Runs a command there to its end, and gives back what it printed. */
    public String run(String... command) throws LabException {
        return run(List.of(command));
    }

    String run(List<String> command) throws LabException {
        return Tool.run(inside(command), "", Duration.ofSeconds(60));
    }

    /** Runs a command there to its end, with that as its input, and gives back what it printed. */
    public String feed(String input, String... command) throws LabException {
        return Tool.run(inside(List.of(command)), input, Duration.ofSeconds(60));
    }

    /** Copies a file or folder of this machine's to the host. */
    public void put(Path file, String path) throws LabException {
        long first = first().orElseThrow(() -> new LabException(name + " has no power")).pid();
        Path target = Path.of("/proc", Long.toString(first), "root" + path);
        // With their times, by which an archive of classes knows its jars.
        Tool.run(
                "cp",
                "-r",
                "--preserve=timestamps",
                "--no-target-directory",
                file.toString(),
                target.toString());
    }

    /** Runs a command there to its end: what it printed, or nothing where it failed. */
    public Optional<String> answer(List<String> command, Duration longest) throws LabException {
        Tool.Ran ran = Tool.tryRun(inside(command), "", longest);
        return ran.well() ? Optional.of(ran.out()) : Optional.empty();
    }

    /** Copies a resource to the host, as a program. */
    public void put(Class<?> of, String resource, String path) throws LabException {
        try (InputStream in = of.getResourceAsStream(resource)) {
            if (in == null) {
                throw new LabException("the lab's own " + resource + " is missing from its jar");
            }
            Path file = Files.createTempFile("understudy-lab-", ".put");
            Files.write(file, in.readAllBytes());
            put(file, path);
            Files.delete(file);
            run("chmod", "755", path);
        } catch (IOException e) {
            throw new LabException("needed " + resource + ", found: " + e, e);
        }
    }

    /** Where a file that the host has written is on this machine, also without power. */
    public Path file(String path) {
        for (Disk disk : Disk.values()) {
            if (path.startsWith(disk.at() + "/")) {
                return disk.mounted(folder).resolve(path.substring(disk.at().length() + 1));
            }
        }
        return written().resolve(path.substring(1));
    }

    /** From now on nothing can be written to that disk of its, as when one breaks. */
    public void breakDisk(Disk disk) throws LabException {
        disk.breaks(folder);
    }

    public boolean hasBrokenDisk() throws LabException {
        for (Disk disk : Disk.values()) {
            if (disk.isBroken(folder)) {
                return true;
            }
        }
        return false;
    }

    void mendDisks() throws LabException {
        for (Disk disk : Disk.values()) {
            if (disk.isBroken(folder)) {
                disk.mend(folder);
            }
        }
    }

    /** Runs a command there, however it ends: its exit status. */
    public int status(String... command) throws LabException {
        return Tool.tryRun(inside(List.of(command)), "", Duration.ofSeconds(60)).status();
    }

    /** Runs words of the shell there. */
    public String shell(String words) throws LabException {
        return run("sh", "-c", words);
    }

    /**
     * Lets its wall clock be set apart from this machine's: for what is started there later. Needs
     * libfaketime; does nothing without.
     */
    public void giveClock() throws LabException {
        if (Clock.library().isPresent()) {
            setClock(Duration.ZERO);
        }
    }

    /** Whether its wall clock can be set. */
    public boolean hasClock() {
        return Files.exists(file(Clock.FILE));
    }

    /** Its wall clock differs by that from this machine's, for all that was started with one. */
    public void setClock(Duration difference) throws LabException {
        if (Clock.library().isEmpty()) {
            throw new LabException(
                    "needed libfaketime, found none; type: apt-get install libfaketime");
        }
        Clock.set(this, difference);
    }

    /** Until nothing more can be written to that disk of its. */
    public void fillDisk(Disk disk) throws LabException {
        disk.fill(this);
    }

    public void freeDisk(Disk disk) throws LabException {
        disk.free(this);
    }

    /** Until nothing more can be written there, but to disks for one purpose. */
    public void fillDisk() throws LabException {
        shell("cat /dev/zero >" + FILLER + " 2>/dev/null || true");
    }

    public void freeDisk() throws LabException {
        run("rm", "-f", FILLER);
    }

    private Optional<ProcessHandle> first() {
        try {
            long pid = Long.parseLong(Files.readString(folder.resolve("first.pid")).strip());
            return ProcessHandle.of(pid).filter(_ -> runs(pid, INIT));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean runs(long pid, String program) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .startsWith(program);
        } catch (IOException e) {
            return false;
        }
    }
}
