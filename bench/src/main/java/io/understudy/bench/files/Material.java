package io.understudy.bench.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files whose contents nobody has had before: what is there already is not sent again. */
final class Material {

    private static final int SMALL = 4096;
    private static final int PART = 1 << 20;

    private final Random random = new Random();
    private int bigs;

    /** That many of 4 KiB, a hundred to a folder. */
    void small(Path folder, int count) throws IOException {
        byte[] bytes = new byte[SMALL];
        for (int i = 0; i < count; i++) {
            random.nextBytes(bytes);
            Path in = Files.createDirectories(folder.resolve("d" + i / 100));
            Files.write(in.resolve("f" + i), bytes);
        }
    }

    /** One of that many MiB. */
    void big(Path folder, int megabytes) throws IOException {
        byte[] bytes = new byte[PART];
        Files.createDirectories(folder);
        try (OutputStream out = Files.newOutputStream(folder.resolve("big"))) {
            for (int i = 0; i < megabytes; i++) {
                random.nextBytes(bytes);
                out.write(bytes);
            }
            // Of a size that none had before, either.
            out.write(bytes, 0, ++bigs);
        }
    }

    /** Other contents for one file. */
    void change(Path file) throws IOException {
        byte[] bytes = new byte[SMALL];
        random.nextBytes(bytes);
        Files.write(file, bytes);
    }
}
