package io.understudy.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files go along with the server, by the user's file and by the server's profile. */
class FilesConfigTest {

    @Test
    void aProfileAloneCarriesNothing() {
        assertThat(sets("", "profile: gocd")).isEmpty();
    }

    @Test
    void theWordProfileCarriesAllThatTheProfileKnows() {
        assertThat(sets("files: profile", "profile: gocd"))
                .contains(
                        new FileSetConfig(
                                "config", Path.of("/etc/go"), List.of(), List.of("db.properties")))
                .extracting(FileSetConfig::name)
                .containsExactly("config", "config-history", "keys", "plugins");
    }

    @Test
    void aSetOfTheProfilesNameIsFilledInFromIt() {
        assertThat(sets("files: { home: {} }", "profile: jenkins"))
                .containsExactly(
                        new FileSetConfig(
                                "home", Path.of("/var/lib/jenkins"), List.of(), ofJenkins()));
    }

    @Test
    void theUsersKeysWinOverTheProfiles() {
        assertThat(
                        sets(
                                "files: { home: { path: /srv/jenkins }, more: { path: /srv/more }"
                                        + " }",
                                "profile: jenkins"))
                .containsExactly(
                        new FileSetConfig("home", Path.of("/srv/jenkins"), List.of(), ofJenkins()),
                        new FileSetConfig("more", Path.of("/srv/more"), List.of(), List.of()));
        assertThat(sets("files: { home: { exclude: [tmp] } }", "profile: jenkins"))
                .extracting(FileSetConfig::exclude)
                .containsExactly(List.of("tmp"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the word profile, without one | files: profile",
                "a set of files without a folder | files: { config: { exclude: [tmp] } }",
                "a folder within another set's | files: { a: { path: /etc }, b: { path: /etc/ci }"
                        + " }",
                "a pattern that leads out of its folder | files: { a: { path: /etc, exclude: [../x]"
                        + " } }",
                "a set of files with a key that there is not | files: { a: { path: /etc, never: [x]"
                        + " } }",
            })
    void whatIsWrongWithASetIsOneSentence(String input, String files) throws IOException {
        assertThat(ConfigFile.parse(file(files, "command: [/usr/bin/ci]")))
                .isInstanceOfSatisfying(
                        ConfigResult.Mistakes.class,
                        mistakes ->
                                assertThat(mistakes.text("/etc/understudy.yaml").lines())
                                        .anyMatch(line -> matches(input, line)));
    }

    private static List<String> ofJenkins() {
        return Profiles.of("jenkins").files().values().stream()
                .flatMap(home -> home.exclude().stream())
                .toList();
    }

    private static boolean matches(String input, String line) {
        try {
            return BadInputPage.says(input).matcher(line).matches();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<FileSetConfig> sets(String files, String server) {
        return ConfigFileTest.valid(file(files, server)).carriers().getFirst().files();
    }

    private static String file(String files, String server) {
        return """
        cluster: acme
        nodes:
          ci-a: { address: 10.0.0.11 }
          ci-b: { address: 10.0.0.12 }
          vote: { address: 10.0.0.13, witness: true }
        server: { %s, directory: /srv, probe: { http: "http://127.0.0.1:1/" } }
        database: { postgresql: { data: /var/lib/postgresql/15/main } }
        %s
        """
                .formatted(server, files);
    }
}
