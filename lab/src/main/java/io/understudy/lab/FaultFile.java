package io.understudy.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The faults of a network that stands, one in a line: each command to the lab is a new process. */
final class FaultFile {

    private final Path file;

    FaultFile(Path file) {
        this.file = file;
    }

    Set<Fault> read() throws LabException {
        try {
            Set<Fault> faults = new LinkedHashSet<>();
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    faults.add(fault(line));
                }
            }
            return faults;
        } catch (IOException e) {
            throw new LabException("needed to read " + file + ", found: " + e, e);
        }
    }

    void write(Set<Fault> faults) throws LabException {
        try {
            List<String> lines = new ArrayList<>();
            faults.forEach(fault -> lines.add(line(fault)));
            Files.write(file, lines);
        } catch (IOException e) {
            throw new LabException("needed to write " + file + ", found: " + e, e);
        }
    }

    private static String line(Fault fault) {
        return switch (fault) {
            case Fault.Cut(String host) -> "cut " + host;
            case Fault.OneWay(String from, String to) -> "one-way %s %s".formatted(from, to);
            case Fault.Loss(String host, int percent) -> "loss %s %d".formatted(host, percent);
            case Fault.Damage(String host, int oneIn) -> "damage %s %d".formatted(host, oneIn);
            case Fault.Slow(String host, int millis) -> "slow %s %d".formatted(host, millis);
        };
    }

    private Fault fault(String line) throws LabException {
        List<String> words = List.of(line.strip().split("\\s+", -1));
        return switch (words.getFirst()) {
            case "cut" -> new Fault.Cut(words.get(1));
            case "one-way" -> new Fault.OneWay(words.get(1), words.get(2));
            case "loss" -> new Fault.Loss(words.get(1), Integer.parseInt(words.get(2)));
            case "damage" -> new Fault.Damage(words.get(1), Integer.parseInt(words.get(2)));
            case "slow" -> new Fault.Slow(words.get(1), Integer.parseInt(words.get(2)));
            default -> throw new LabException("needed a fault in " + file + ", found: " + line);
        };
    }
}
