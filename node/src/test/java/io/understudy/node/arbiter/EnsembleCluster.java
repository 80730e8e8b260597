package io.understudy.node.arbiter;

import io.understudy.core.model.NodeId;
import io.understudy.core.port.Register;
import io.understudy.node.arbiter.ZooKeeperSettings.Credentials;
import io.understudy.node.arbiter.ZooKeeperSettings.Member;
import io.understudy.node.arbiter.ZooKeeperSettings.Owner;
import io.understudy.node.arbiter.ZooKeeperSettings.Patience;
import io.understudy.node.arbiter.ZooKeeperSettings.Transport;
import io.understudy.testkit.DebianEnsemble;
import io.understudy.testkit.RegisterCluster;
import io.understudy.testkit.TestAuthority;
import io.understudy.testkit.TestAuthority.Issued;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three nodes that share the register of an ensemble outside of them, in a namespace of their own;
 * they leave it with all its members up.
 */
final class EnsembleCluster implements RegisterCluster {

    private static final int NODES = 3;
    private static final Patience PATIENCE =
            new Patience(Duration.ofMillis(400), Duration.ofMillis(600));

    private final DebianEnsemble ensemble;
    private final List<ZooKeeperArbiter> arbiters = new ArrayList<>();

    /** What the nodes are told of the ensemble. */
    enum Variant {
        CLEAR_TEXT_AND_PASSWORD,
        TLS_AND_PASSWORD,
        TLS_AND_SHARED_CERTIFICATE,
        TLS_AND_NODE_CERTIFICATES
    }

    /**
     * By TLS and a password.
     *
     * @param authority of the ensemble
     * @param folder whose name no other has had
     */
    EnsembleCluster(DebianEnsemble ensemble, TestAuthority authority, Path folder)
            throws IOException, ArbiterUnavailableException {
        this.ensemble = ensemble;
        try {
            for (int node = 0; node < NODES; node++) {
                arbiters.add(
                        ZooKeeperArbiter.start(
                                settings(
                                        ensemble,
                                        authority,
                                        folder,
                                        Variant.TLS_AND_PASSWORD,
                                        node)));
            }
        } catch (IOException | ArbiterUnavailableException e) {
            close();
            throw e;
        }
    }

    static ZooKeeperSettings settings(
            DebianEnsemble ensemble,
            TestAuthority authority,
            Path folder,
            Variant variant,
            int node)
            throws IOException {
        boolean clear = variant == Variant.CLEAR_TEXT_AND_PASSWORD;
        return new ZooKeeperSettings(
                new Owner("test", "0001", name(node)),
                members(clear ? ensemble.plain() : ensemble.secure()),
                "/" + folder.getFileName(),
                clear ? new Transport.Plain() : tls(authority, folder, variant, node),
                switch (variant) {
                    case CLEAR_TEXT_AND_PASSWORD, TLS_AND_PASSWORD ->
                            new Credentials.Login("understudy", password(folder, "secret word"));
                    case TLS_AND_SHARED_CERTIFICATE -> new Credentials.SharedCertificate();
                    case TLS_AND_NODE_CERTIFICATES ->
                            new Credentials.NodeCertificates(
                                    IntStream.range(0, NODES)
                                            .mapToObj(EnsembleCluster::name)
                                            .collect(Collectors.toSet()));
                },
                PATIENCE);
    }

    static List<Member> members(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .map(address -> new Member(address.getHostString(), address.getPort()))
                .toList();
    }

    private static NodeId name(int node) {
        return new NodeId("ci-" + node);
    }

    private static Transport tls(TestAuthority authority, Path folder, Variant variant, int node)
            throws IOException {
        boolean shared = variant == Variant.TLS_AND_SHARED_CERTIFICATE;
        Path own = folder.resolve("node-" + node);
        Issued issued = authority.issue(shared ? "understudy" : name(node).name(), own);
        return new Transport.Tls(
                new TlsFiles(issued.certificate(), issued.key(), issued.authority()),
                true,
                own.resolve("arbiter"));
    }

    static Path password(Path folder, String password) throws IOException {
        Path file = Files.createTempFile(folder, "zookeeper", ".password");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(file, password + "\n");
    }

    @Override
    public List<Register> registers() {
        return arbiters.stream().map(Arbiter::register).toList();
    }

    /** One of three servers is left, so that nobody's register is written. */
    @Override
    public void isolate(int node) {
        ensemble.freeze((node + 1) % DebianEnsemble.MEMBERS);
        ensemble.freeze((node + 2) % DebianEnsemble.MEMBERS);
    }

    @Override
    public void rejoin(int node) {
        ensemble.thaw((node + 1) % DebianEnsemble.MEMBERS);
        ensemble.thaw((node + 2) % DebianEnsemble.MEMBERS);
    }

    @Override
    public int killLeader() {
        ensemble.awaitLeader();
        ensemble.kill(ensemble.leader());
        return 0;
    }

    @Override
    public void restartAll() {
        IntStream.range(0, DebianEnsemble.MEMBERS).forEach(ensemble::kill);
        IntStream.range(0, DebianEnsemble.MEMBERS).forEach(ensemble::revive);
    }

    @Override
    public void close() {
        arbiters.forEach(ZooKeeperArbiter::close);
        IntStream.range(0, DebianEnsemble.MEMBERS).forEach(ensemble::thaw);
        ensemble.reviveAll();
    }
}
