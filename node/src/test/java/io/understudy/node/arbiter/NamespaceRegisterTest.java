package io.understudy.node.arbiter;

import io.understudy.testkit.DebianEnsemble;
import io.understudy.testkit.InMemory;
import io.understudy.testkit.RegisterCluster;
import io.understudy.testkit.RegisterContract;
import io.understudy.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The register on an ensemble of Debian's ZooKeeper, with TLS and a password; the ensemble is the
 * same in all tests, the namespace another in each.
 */
@EnabledIf(
        value = "io.understudy.testkit.DebianEnsemble#installed",
        disabledReason = DebianEnsemble.MISSING)
final class NamespaceRegisterTest extends RegisterContract {

    private static final TestAuthority AUTHORITY = new TestAuthority("authority of the ensemble");
    private static final List<DebianEnsemble> STARTED = new ArrayList<>();

    @TempDir(factory = InMemory.class)
    static Path shared = Path.of("");

    @TempDir(factory = InMemory.class)
    Path folder = Path.of("");

    @BeforeAll
    static void startEnsemble() throws IOException {
        STARTED.add(new DebianEnsemble(shared, AUTHORITY).start());
    }

    @AfterAll
    static void stopEnsemble() {
        STARTED.forEach(DebianEnsemble::close);
    }

    @Override
    protected RegisterCluster start() throws Exception {
        return new EnsembleCluster(STARTED.getFirst(), AUTHORITY, folder);
    }
}
