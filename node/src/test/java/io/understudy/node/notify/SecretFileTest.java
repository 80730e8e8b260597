package io.understudy.node.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a channel's secret, and what is said of it. */
class SecretFileTest {

    @TempDir private Path folder;

    @Test
    void aSecretIsOneLineForTheDaemonsUserAlone() throws Exception {
        assertThat(SecretFile.read(secret("correct horse\n", "rw-------")))
                .isEqualTo(new SecretFile.Reading.Read("correct horse"))
                .asString()
                .doesNotContain("horse");
    }

    @Test
    void whatIsWrongIsSaidInOneSentenceThatHasNothingOfIt() throws Exception {
        assertThat(why(secret("correct horse\n", "rw-r-----")))
                .matches(BadInputPage.says("a channel's secret that others may read"))
                .doesNotContain("horse");
        assertThat(why(folder.resolve("nothing")))
                .matches(BadInputPage.says("a channel's secret that is missing"));
        for (String text : new String[] {"", "\n", "short\n", "correct horse\nand another\n"}) {
            assertThat(why(secret(text, "rw-------")))
                    .matches(BadInputPage.says("a channel's secret that is empty"))
                    .doesNotContain("horse", "short");
        }
        assertThat(why(secret("a".repeat(5000), "rw-------"))).contains("needed one line");
        assertThat(why(Files.createDirectory(folder.resolve("folder"))))
                .startsWith("needed the secret in ");
    }

    private Path secret(String text, String rights) throws IOException {
        Path file = folder.resolve("secret");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        return file;
    }

    private static String why(Path file) {
        return switch (SecretFile.read(file)) {
            case SecretFile.Reading.Read _ -> "";
            case SecretFile.Reading.Unusable(String why) -> why;
        };
    }
}
