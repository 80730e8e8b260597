package io.understudy.node.arbiter;

import io.understudy.testkit.InMemory;
import io.understudy.testkit.RegisterCluster;
import io.understudy.testkit.RegisterContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The register on a real ensemble: three processes, with TLS between them. They are the same in all
 * tests, and each test's ensemble is founded anew on empty disks.
 */
final class QuorumRegisterTest extends RegisterContract {

    @TempDir(factory = InMemory.class)
    static Path folder = Path.of("");

    private static Optional<MemberCluster> members = Optional.empty();

    @Override
    protected RegisterCluster start() throws IOException {
        if (members.isPresent()) {
            members.get().foundAnew();
        } else {
            members = Optional.of(new MemberCluster(folder));
        }
        return members.get();
    }

    /** Its processes are the next test's. */
    @Override
    protected void stop(RegisterCluster cluster) {}

    @AfterAll
    static void endProcesses() {
        members.ifPresent(MemberCluster::close);
    }
}
