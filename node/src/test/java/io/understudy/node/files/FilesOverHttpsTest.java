package io.understudy.node.files;

import static io.understudy.node.files.TwoNodes.A;

import io.understudy.node.api.ApiServer;
import io.understudy.node.api.FakeDesk;
import io.understudy.node.api.Rooms;
import io.understudy.node.api.SharedRegister;
import io.understudy.node.identity.Admission;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.identity.Purpose;
import io.understudy.node.identity.TestAuthority;
import io.understudy.node.peer.PeerFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What nodes really use: a connection of its own to the other's API. */
class FilesOverHttpsTest extends FileSourceContract {

    private ApiServer server;
    private PeerFiles files;

    @BeforeEach
    void listen() throws Exception {
        TestAuthority authority = new TestAuthority();
        server =
                ApiServer.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        authority.tls("ci-a", Purpose.NODE),
                        new Rooms(
                                new FakeDesk(),
                                form -> "",
                                new JoinEndpoint(
                                        new Admission(
                                                new NodeHome(folder), InstantSource.system())),
                                SharedRegister.NONE,
                                Optional.of(nodes.at(A).counter()),
                                Optional.empty()));
        files =
                new PeerFiles(
                        authority.tls("ci-b", Purpose.NODE),
                        Map.of(A, "127.0.0.1:" + server.address().getPort()));
    }

    @Override
    FileSource source() {
        return files;
    }

    @AfterEach
    void close() {
        files.close();
        server.close();
    }
}
