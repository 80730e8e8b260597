package io.understudy.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What old scripts compare, in folders as a GoCD has them. */
class GocdFilesTest {

    @TempDir Path folder;

    @Test
    void eachFileThatIsThereHasItsSumByItsOldName() throws IOException {
        Path config = Files.createDirectories(folder.resolve("etc/go"));
        Path plugins = Files.createDirectories(folder.resolve("plugins/external"));
        Files.writeString(config.resolve("cruise-config.xml"), "hello");
        Files.writeString(config.resolve("cipher.aes"), "");
        Files.writeString(plugins.resolve("ldap.jar"), "hello");
        Files.writeString(plugins.resolve("notes.txt"), "hello");
        GocdFiles files =
                new GocdFiles(List.of(config, plugins, folder.resolve("there is no such folder")));

        assertThat(files.get().files())
                .isEqualTo(
                        Map.of(
                                "CRUISE_CONFIG_XML", "5d41402abc4b2a76b9719d911017c592",
                                "AES_CIPHER", "d41d8cd98f00b204e9800998ecf8427e"));
        assertThat(files.get().plugins())
                .isEqualTo(Map.of("ldap.jar", "5d41402abc4b2a76b9719d911017c592"));

        Files.writeString(config.resolve("cruise-config.xml"), "HELLO");
        Files.setLastModifiedTime(
                config.resolve("cruise-config.xml"), FileTime.from(Instant.now().plusSeconds(9)));
        assertThat(files.get().files().get("CRUISE_CONFIG_XML"))
                .isEqualTo("eb61eead90e3b899c6bcbe27ac581660");
    }
}
