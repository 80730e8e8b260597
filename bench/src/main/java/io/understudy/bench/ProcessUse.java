package io.understudy.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process has taken so far, as Linux counts it. */
public final class ProcessUse {

    /** What Linux counts in for programs, on every machine. */
    private static final double TICKS_A_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private ProcessUse() {}

    /** Of cores, in seconds since it began. */
    public static double seconds(long process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
        // Its name comes before, and may hold blanks.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        return (Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME)))
                / TICKS_A_SECOND;
    }

    /** How often its threads have waited, and so were woken. Those that have ended are left out. */
    public static long wakeUps(long process) throws IOException {
        long all = 0;
        Path tasks = Path.of("/proc", Long.toString(process), "task");
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                all += waits(thread);
            }
        }
        return all;
    }

    private static long waits(Path thread) {
        try {
            return Files.readAllLines(thread.resolve("status")).stream()
                    .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException _) {
            // It has ended meanwhile.
            return 0;
        }
    }

    /** Of memory, in MiB. */
    public static double residentMebibytes(long process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                        .sum()
                / 1024;
    }
}
