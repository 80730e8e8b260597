package io.understudy.node.postgres;

import static io.understudy.node.postgres.TestCluster.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InstalledPostgresTest {

    @Test
    void saysItsVersionWhetherItRunsOrNot() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            assertThat(InstalledPostgres.version(cluster.settings(A))).isEmpty();

            cluster.initialize(A);
            Program program = InstalledPostgres.version(cluster.settings(A)).orElseThrow();

            assertThat(program.user()).isNotEqualTo(java.util.Optional.of("root"));
            assertThat(new ProgramRunner().run(program, Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(
                            RunResult.Exited.class,
                            ended ->
                                    assertThat(ended.output())
                                            .startsWith("postgres (PostgreSQL) "));
        }
    }
}
