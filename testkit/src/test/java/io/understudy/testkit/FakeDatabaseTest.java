package io.understudy.testkit;

import io.understudy.core.model.NodeId;
import io.understudy.core.port.Database;
import java.util.Set;

class FakeDatabaseTest extends DatabaseContract {

    private final FakeDatabase.Net net = new FakeDatabase.Net();

    FakeDatabaseTest() {
        net.database(A).initialize();
    }

    @Override
    protected Database database(NodeId node) {
        return net.database(node);
    }

    @Override
    protected boolean write(NodeId node, String row) {
        return net.database(node).write(row);
    }

    @Override
    protected Set<String> rows(NodeId node) {
        return net.database(node).rows();
    }

    @Override
    protected void crash(NodeId node) {
        net.database(node).crash();
    }

    @Override
    protected void freeze(NodeId node) {
        net.database(node).freeze();
    }

    @Override
    protected void makeUnrewindable(NodeId node) {
        net.database(node).makeUnrewindable();
    }
}
