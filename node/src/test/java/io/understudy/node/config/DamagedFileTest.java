package io.understudy.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a slipped hand, a broken disk or a bad joke can make of the file. */
class DamagedFileTest {

    private static final int DAMAGES = 3000;
    private static final String BITS = ":{}[]&*!|>'\"%@`#,-? \n\tx0";

    @TempDir Path folder;

    @Test
    void neverThrowsWhateverWasTyped() throws IOException {
        String whole = ConfigFileTest.resource("whole.yaml");
        for (int seed = 0; seed < DAMAGES; seed++) {
            String damaged = damage(whole, new Random(seed));
            if (ConfigFile.parse(damaged) instanceof ConfigResult.Mistakes(var mistakes)) {
                assertThat(mistakes)
                        .as("seed %d", seed)
                        .allSatisfy(mistake -> {
                            assertThat(mistake.line()).isPositive();
                            assertThat(mistake.column()).isPositive();
                            assertThat(mistake.sentence("f").lines()).hasSize(1);
                        });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing but a comment",
                "text",
                "[1, 2]",
                "cluster: &x { cluster: *x }",
                "nodes: &x { ci-a: *x }",
                "--- {}\n--- {}",
                "cluster: !!java.net.URL [http://example.com]",
                "\tcluster: acme",
                "? [a, b] : c",
                "<<: { cluster: acme }",
            })
    void refusesWhatIsNoConfiguration(String text) {
        assertThat(ConfigFile.parse(text)).isInstanceOf(ConfigResult.Mistakes.class);
    }

    @Test
    void refusesADeepNest() {
        assertThat(ConfigFile.parse("nodes: " + "{ a: ".repeat(5000) + "}".repeat(5000)))
                .isInstanceOf(ConfigResult.Mistakes.class);
    }

    @Test
    void refusesAKeyThatIsThereTwice() throws IOException {
        String twice = ConfigFileTest.resource("small.yaml") + "cluster: other\n";

        assertThat(mistakes(ConfigFile.parse(twice)))
                .containsExactly(
                        new ConfigMistake(
                                7,
                                1,
                                "cluster",
                                "each key once",
                                "'cluster' again, first in line 1"));
    }

    @Test
    void pointsAtTheBrokenYaml() throws IOException {
        String open = ConfigFileTest.resource("small.yaml").replace("10.0.0.12 }", "10.0.0.12");

        assertThat(mistakes(ConfigFile.parse(open)))
                .singleElement()
                .satisfies(mistake -> {
                    assertThat(mistake.line()).isEqualTo(5);
                    assertThat(mistake.expected()).isEqualTo("well-formed YAML");
                });
    }

    @Test
    void saysThatTheFileIsNotThereOrNotText() throws IOException {
        Path missing = folder.resolve("understudy.yaml");
        assertThat(mistakes(ConfigFile.read(missing)))
                .containsExactly(
                        new ConfigMistake(
                                1, 1, "", "a configuration file", "no file at " + missing));

        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, (byte) 0xFE});
        assertThat(mistakes(ConfigFile.read(binary)))
                .extracting(ConfigMistake::expected)
                .containsExactly("a text in UTF-8");

        assertThat(ConfigFile.read(folder)).isInstanceOf(ConfigResult.Mistakes.class);
    }

    private static List<ConfigMistake> mistakes(ConfigResult result) {
        return switch (result) {
            case ConfigResult.Mistakes(var mistakes) -> mistakes;
            case ConfigResult.Valid valid -> throw new AssertionError("taken: " + valid);
        };
    }

    private static String damage(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = 0; i <= random.nextInt(3); i++) {
            int at = random.nextInt(damaged.length());
            int end = Math.min(damaged.length(), at + random.nextInt(12));
            char bit = BITS.charAt(random.nextInt(BITS.length()));
            switch (random.nextInt(3)) {
                case 0 -> damaged.delete(at, end);
                case 1 -> damaged.insert(at, bit);
                default -> damaged.setCharAt(at, bit);
            }
        }
        return damaged.toString();
    }
}
