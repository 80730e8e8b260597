package io.understudy.node.arbiter;

import io.understudy.core.model.PeerLoss;
import io.understudy.testkit.RegisterCluster;
import io.understudy.testkit.RegisterContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class PairContractTest extends RegisterContract {

    @TempDir Path folder;

    @Override
    protected RegisterCluster start() throws Exception {
        return new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES);
    }
}
