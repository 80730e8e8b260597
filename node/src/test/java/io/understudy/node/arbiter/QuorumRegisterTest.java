package io.understudy.node.arbiter;

import io.understudy.testkit.InMemory;
import io.understudy.testkit.RegisterCluster;
import io.understudy.testkit.RegisterContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The register on a real ensemble: three processes, with TLS between them. */
final class QuorumRegisterTest extends RegisterContract {

    @TempDir(factory = InMemory.class)
    Path folder = Path.of("");

    @Override
    protected RegisterCluster start() throws IOException {
        return new MemberCluster(folder);
    }
}
