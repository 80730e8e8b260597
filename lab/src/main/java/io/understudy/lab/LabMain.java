package io.understudy.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code ./dev lab}: one command to a lab. Exit status 0 done, 1 failed, 2 it can't be had here.
 */
public final class LabMain {

    private LabMain() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> words) {
        Lab lab = Lab.in(Path.of("/run/understudy-lab"));
        try {
            Optional<String> missing = Lab.missing();
            if (missing.isPresent()) {
                System.err.println("lab: " + missing.get());
                return 2;
            }
            switch (words.isEmpty() ? "" : words.getFirst()) {
                case "up" -> lab.make();
                case "install" -> {
                    Installation product =
                            new Installation(
                                    lab,
                                    Path.of(words.get(1)),
                                    Path.of("/usr/lib/postgresql/15/bin"));
                    product.unpack();
                    product.found(java.nio.file.Files.readString(Path.of(words.get(2))));
                }
                case "down" -> lab.remove();
                case "run" -> {
                    System.out.print(
                            lab.host(words.get(1))
                                    .run(words.subList(2, words.size()).toArray(String[]::new)));
                }
                case "cut" -> lab.add(new Fault.Cut(lab.host(words.get(1)).name()));
                case "heal" -> lab.heal();
                case "power-off" -> lab.powerOff(lab.host(words.get(1)));
                case "power-on" -> lab.powerOn(lab.host(words.get(1)));
                default -> throw new LabException("needed a command, found '" + words + "'");
            }
            return 0;
        } catch (LabException | java.io.IOException e) {
            System.err.println("lab: " + e.getMessage());
            return 1;
        }
    }
}
