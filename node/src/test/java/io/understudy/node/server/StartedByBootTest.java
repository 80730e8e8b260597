package io.understudy.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.testkit.BadInputPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a systemctl that is a script. */
class StartedByBootTest {

    private static final String ONE = "postgresql@15-main.service";
    private static final Path DEBIANS = Path.of("/var/lib/postgresql/15/main");

    @TempDir private Path host = Path.of("/");

    @Test
    void namesTheUnitThatWouldStartAtTheBoot() throws Exception {
        StartedByBoot boot =
                on(Map.of("postgresql.service", "enabled", ONE, "enabled-runtime"), DEBIANS);

        assertThat(boot.look().orElseThrow())
                .matches(BadInputPage.says("a boot that would start PostgreSQL"))
                .contains("/var/lib/postgresql/15/main")
                .endsWith("type: systemctl disable postgresql.service");
        await().until(() -> boot.trouble().isPresent());
        assertThat(boot.trouble()).isEqualTo(boot.look());
    }

    @Test
    void namesOneThatIsEnabledByItself() throws Exception {
        assertThat(on(Map.of(ONE, "enabled"), DEBIANS).look().orElseThrow())
                .endsWith("type: systemctl disable " + ONE);
        assertThat(
                        on(Map.of("postgresql.service", "enabled"), Path.of("/var/lib/pgsql/data"))
                                .look())
                .isPresent();
    }

    @Test
    void saysNothingWhereTheBootLeavesItAlone() throws Exception {
        assertThat(
                        on(
                                        Map.of(
                                                "postgresql.service",
                                                "disabled",
                                                ONE,
                                                "enabled-runtime"),
                                        DEBIANS)
                                .look())
                .isEmpty();
        assertThat(on(Map.of("postgresql.service", "enabled", ONE, "disabled"), DEBIANS).look())
                .isEmpty();
        assertThat(on(Map.of(), DEBIANS).look()).isEmpty();
        assertThat(on(Map.of("postgresql.service", "enabled"), Path.of("/srv/pg")).look())
                .isEmpty();
    }

    @Test
    void asksNobodyOnAHostWithoutSystemd() {
        assertThat(
                        new StartedByBoot(
                                        new Systemd(List.of("/none/systemctl"), host, host),
                                        DEBIANS)
                                .look())
                .isEqualTo(Optional.empty());
    }

    /** As systemctl is-enabled answers: one word, and status 0 where it is enabled somehow. */
    private StartedByBoot on(Map<String, String> states, Path data) throws Exception {
        Files.createDirectories(host.resolve("run/systemd/system"));
        StringBuilder script = new StringBuilder("case $4 in\n");
        states.forEach((unit, state) ->
                script.append(
                        "%s) echo %s; exit %d ;;\n"
                                .formatted(unit, state, state.startsWith("enabled") ? 0 : 1)));
        script.append("*) echo \"Failed to get unit file state for $4\" >&2; exit 1 ;;\nesac\n");
        Path file = Files.writeString(host.resolve("systemctl.sh"), script);
        return new StartedByBoot(
                new Systemd(List.of("/bin/sh", file.toString()), host, host), data);
    }
}
