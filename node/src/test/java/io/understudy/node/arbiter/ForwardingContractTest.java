package io.understudy.node.arbiter;

import io.understudy.core.port.Register;
import io.understudy.testkit.FakeRegister;
import io.understudy.testkit.RegisterCluster;
import io.understudy.testkit.RegisterContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** The last of three nodes has no majority with it, and is heard by the others all the same. */
final class ForwardingContractTest extends RegisterContract {

    @Override
    protected RegisterCluster start() {
        return new Cluster();
    }

    private static final class Cluster implements RegisterCluster {

        private static final int LAST = 2;

        private final FakeRegister fake = new FakeRegister(3);
        private final Set<Integer> isolated = new CopyOnWriteArraySet<>();
        private final ForwardingRegister last =
                new ForwardingRegister(
                        fake.registers().get(LAST),
                        () -> false,
                        List.of(Ways.to("a", way(0)), Ways.to("b", way(1))));

        private OtherNode way(int node) {
            return Ways.to(
                    new ForwardedCalls(fake.registers().get(node), () -> true),
                    () -> isolated.contains(LAST) || isolated.contains(node));
        }

        @Override
        public List<Register> registers() {
            List<Register> registers = new ArrayList<>(fake.registers().subList(0, LAST));
            registers.add(last);
            return registers;
        }

        @Override
        public void isolate(int node) {
            isolated.add(node);
            fake.isolate(node);
        }

        @Override
        public void rejoin(int node) {
            isolated.remove(node);
            fake.rejoin(node);
        }

        @Override
        public int killLeader() {
            return LAST;
        }

        @Override
        public void restartAll() {
            isolated.clear();
            fake.restartAll();
        }

        @Override
        public void close() {
            fake.close();
        }
    }
}
