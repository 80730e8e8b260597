package io.understudy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A benchmark as {@code ./dev bench} runs it, once.
 *
 * @param ran how it ended
 * @param figures its JSON
 */
record Bench(Ran ran, JsonNode figures) {

    static Bench once(String name, Path program) throws IOException, InterruptedException {
        Path json = Files.createTempFile("bench-", ".json");
        try {
            Ran ran =
                    Ran.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            BenchMain.class.getName(),
                            name,
                            "--program",
                            program.toString(),
                            "--runs",
                            "1",
                            "--json",
                            json.toString());
            return new Bench(ran, new ObjectMapper().readTree(json.toFile()));
        } finally {
            Files.delete(json);
        }
    }
}
