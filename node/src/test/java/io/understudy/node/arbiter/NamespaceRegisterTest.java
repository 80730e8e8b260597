package io.understudy.node.arbiter;

import io.understudy.node.arbiter.EnsembleCluster.Variant;
import io.understudy.testkit.DebianEnsemble;
import io.understudy.testkit.RegisterCluster;
import io.understudy.testkit.RegisterContract;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The register on an ensemble of Debian's ZooKeeper, with TLS and a password. */
@EnabledIf(
        value = "io.understudy.testkit.DebianEnsemble#installed",
        disabledReason = DebianEnsemble.MISSING)
final class NamespaceRegisterTest extends RegisterContract {

    @TempDir Path folder = Path.of("");

    @Override
    protected RegisterCluster start() throws Exception {
        return new EnsembleCluster(folder, Variant.TLS_AND_PASSWORD);
    }
}
