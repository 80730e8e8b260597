package io.understudy.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {

    private static final List<String> NAMES = Profiles.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void aProfileAloneMakesAServer(String name) {
        List<ConfigMistake> mistakes = new ArrayList<>();
        Profile profile = Profiles.read(name, mistakes).profile();

        assertThat(mistakes).isEmpty();
        assertThat(profile.title()).isNotEmpty();
        assertThat(profile.notes()).isNotEmpty();
        assertThat(profile.files()).isNotEmpty();
        assertThat(server("server: { profile: %s }".formatted(name)).profile()).isPresent();
    }

    @Test
    void onlyWhatWasTriedIsCalledProven() {
        assertThat(Profiles.of("buildbot").trust())
                .isEqualTo("proven with Buildbot 3.7.0 of Debian 12");
        assertThat(Profiles.of("gocd").trust()).isEqualTo("not yet proven with a GoCD of its own");
        assertThat(NAMES.stream().map(Profiles::of).filter(p -> p.proven().isPresent()))
                .extracting(Profile::name)
                .containsExactly("buildbot");
    }

    @Test
    void theUsersKeysWin() throws IOException {
        ServerConfig server =
                server(ConfigFileTest.valid(ConfigFileTest.resource("profiled.yaml")));

        assertThat(((ServerConfig.Command) server.run()).words())
                .containsExactly("/usr/bin/buildbot", "start", "--nodaemon");
        assertThat(((ServerConfig.Command) server.run()).directory())
                .isEqualTo(Path.of("/srv/buildbot"));
        assertThat(((ServerConfig.Command) server.run()).environment())
                .isEqualTo(Map.of("SIDE", "a"));
        assertThat(server.probe())
                .as("another question than the profile's, asked as often")
                .isEqualTo(
                        new Probe(
                                new Probe.Tcp("10.0.0.50", 9989, ""),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(3)));
        assertThat(server.workload().orElseThrow().database()).isEqualTo("ci");
        assertThat(server.workload().orElseThrow().builds()).startsWith("select b.id");
    }

    @Test
    void tellsWhereEachValueComesFrom() throws IOException {
        ServerConfig server =
                server(ConfigFileTest.valid(ConfigFileTest.resource("profiled.yaml")));

        assertThat(server.profile().orElseThrow().settings())
                .contains(
                        new ProfileUse.Setting("directory", "/srv/buildbot", OptionalInt.of(10)),
                        new ProfileUse.Setting("environment.SIDE", "a", OptionalInt.of(5)),
                        new ProfileUse.Setting("probe.timeout", "3s", OptionalInt.of(11)),
                        new ProfileUse.Setting("probe.every", "500ms", OptionalInt.empty()),
                        new ProfileUse.Setting(
                                "command",
                                "/usr/bin/buildbot start --nodaemon",
                                OptionalInt.empty()));
    }

    @Test
    void anUnknownProfileIsOneSentence() throws IOException {
        assertThat(mistakes("server: { profile: bulidbot }"))
                .matches(BadInputPage.says("a server of a profile that there is not"))
                .endsWith("found 'bulidbot'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server: { profile: gocd, probe: { says: hello } }",
                "server: { profile: gocd, workload: { database: ci } }",
                "server: { profile: buildbot, workload: { builds: delete from builds } }",
            })
    void whatDoesNotGoWithAProfileIsAMistake(String server) {
        assertThat(ConfigFile.parse(file(server))).isInstanceOf(ConfigResult.Mistakes.class);
    }

    private static String mistakes(String server) {
        return ((ConfigResult.Mistakes) ConfigFile.parse(file(server)))
                .text("/etc/understudy.yaml");
    }

    private static ServerConfig server(String server) {
        return server(ConfigFileTest.valid(file(server)));
    }

    private static ServerConfig server(ClusterConfig config) {
        return config.carriers().getFirst().server().orElseThrow();
    }

    private static String file(String server) {
        return """
        cluster: acme
        nodes:
          ci-a: { address: 10.0.0.11 }
          ci-b: { address: 10.0.0.12 }
          vote: { address: 10.0.0.13, witness: true }
        %s
        database: { postgresql: { data: /var/lib/postgresql/15/main } }
        """
                .formatted(server);
    }
}
