package io.understudy.node.postgres;

import static io.understudy.node.postgres.TestCluster.A;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstalledPostgresTest {

    @Test
    void saysItsVersionWhetherItRunsOrNot() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            assertThat(InstalledPostgres.version(cluster.settings(A))).isEmpty();

            cluster.initialize(A);
            InstalledPostgres.Asked asked =
                    InstalledPostgres.version(cluster.settings(A)).orElseThrow();

            assertThat(asked.user()).isNotEqualTo(Optional.of("root"));
            Process said = new ProcessBuilder(asked.words()).start();
            assertThat(said.inputReader().readLine()).startsWith("postgres (PostgreSQL) ");
            assertThat(said.waitFor()).isZero();
        }
    }
}
