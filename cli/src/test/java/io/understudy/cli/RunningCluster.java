package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.ApiServer;
import io.understudy.node.api.Rooms;
import io.understudy.node.api.SharedRegister;
import io.understudy.node.identity.Admission;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.Enrolment;
import io.understudy.node.identity.Founding;
import io.understudy.node.identity.Identity;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.identity.JoinToken;
import io.understudy.node.identity.Joining;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.identity.TokenResult;
import io.understudy.node.identity.Tokens;
import io.understudy.node.overview.PeerLookout;
import io.understudy.node.peer.PeerClient;
import io.understudy.node.users.UserFile;
import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The API of ci-a and ci-b on the loopback, with real certificates and scripted desks; the witness
 * is down.
 */
final class RunningCluster implements AutoCloseable {

    private static final InstantSource CLOCK = InstantSource.system();

    private final Path folder;
    private final Map<NodeId, String> endpoints = new LinkedHashMap<>();
    private final Map<NodeId, UserFile> users = new ConcurrentHashMap<>();
    private final List<PeerClient> clients = new ArrayList<>();
    private final ApiServer a;
    private final ApiServer b;
    private final int portOfA;
    private final int votePort;

    RunningCluster(Path folder, ScriptedDesk deskOfA, ScriptedDesk deskOfB) throws IOException {
        this.folder = folder;
        portOfA = ClaimedPorts.one();
        int portOfB = ClaimedPorts.one();
        votePort = ClaimedPorts.one();
        Path config =
                Files.writeString(
                        folder.resolve("understudy.yaml"),
                        """
                        cluster: acme
                        nodes:
                          ci-a: { address: 127.0.0.1, ports: { api: %d } }
                          ci-b: { address: 127.0.0.2, ports: { api: %d } }
                          vote: { address: 127.0.0.3, ports: { api: %d }, witness: true }
                        database: { postgresql: { data: /nowhere } }
                        """
                                .formatted(portOfA, portOfB, votePort));
        Identity identityOfA = enrolled(new Founding(CLOCK).init(config, id("ci-a"), home("a")));
        endpoints.put(id("ci-a"), "127.0.0.1:" + portOfA);
        endpoints.put(id("ci-b"), "127.0.0.2:" + portOfB);
        endpoints.put(id("vote"), "127.0.0.3:" + votePort);
        a = serve("127.0.0.1", portOfA, identityOfA, deskOfA);
        b = serve("127.0.0.2", portOfB, join(), deskOfB);
    }

    NodeHome home() {
        return home("a");
    }

    int portOfA() {
        return portOfA;
    }

    int votePort() {
        return votePort;
    }

    void stopA() {
        a.close();
    }

    void stopB() {
        b.close();
    }

    @Override
    public void close() {
        a.close();
        b.close();
        clients.forEach(PeerClient::close);
    }

    private Identity join() {
        return switch (new Tokens(home("a"), CLOCK).issue(id("ci-b"))) {
            case TokenResult.Made(JoinToken token, var _) ->
                    enrolled(new Joining(CLOCK, Duration.ofSeconds(15)).join(token, home("b")));
            case TokenResult.Refused(String why) -> throw new AssertionError(why);
        };
    }

    private ApiServer serve(String host, int port, Identity identity, ScriptedDesk desk)
            throws IOException {
        ClusterTls tls = new ClusterTls(identity, CLOCK);
        PeerClient client = new PeerClient(tls, endpoints);
        clients.add(client);
        return ApiServer.listen(
                new InetSocketAddress(host, port),
                tls,
                new Rooms(
                        desk,
                        new PeerLookout(
                                List.copyOf(endpoints.keySet()), identity.name(), desk, client),
                        new JoinEndpoint(new Admission(home("a"), CLOCK)),
                        SharedRegister.NONE,
                        Optional.empty(),
                        Optional.of(users(identity.name()))));
    }

    /** Who may log in, on that node. */
    UserFile users(NodeId node) {
        return users.computeIfAbsent(node, id -> new UserFile(folder.resolve("users-of-" + id)));
    }

    private NodeHome home(String name) {
        return new NodeHome(folder.resolve(name));
    }

    private static Identity enrolled(Enrolment enrolment) {
        if (enrolment instanceof Enrolment.Enrolled(Identity identity)) {
            return identity;
        }
        throw new AssertionError(enrolment);
    }

    private static NodeId id(String name) {
        return new NodeId(name);
    }
}
