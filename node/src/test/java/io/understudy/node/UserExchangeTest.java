package io.understudy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.ApiServer;
import io.understudy.node.api.FakeDesk;
import io.understudy.node.api.Rooms;
import io.understudy.node.api.SharedRegister;
import io.understudy.node.identity.Admission;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.identity.Purpose;
import io.understudy.node.identity.TestAuthority;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.peer.PeerClient;
import io.understudy.node.users.User;
import io.understudy.node.users.UserFile;
import io.understudy.node.users.UserRole;
import io.understudy.node.users.Users;
import io.understudy.node.users.UsersJson;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node that was away comes to have the page's users: over real connections. */
class UserExchangeTest {

    private static final NodeId B = new NodeId("ci-b");
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final UsersJson JSON = new UsersJson();
    private static final Users NEWER =
            Users.NONE.with(
                    new User(
                            "anna",
                            UserRole.OPERATOR,
                            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g"),
                    "a1");

    @TempDir Path home;
    private UserFile there;
    private UserFile here;
    private TestAuthority authority;
    private ApiServer server;

    @BeforeEach
    void listen() throws Exception {
        authority = new TestAuthority();
        there = new UserFile(home.resolve("there"));
        here = new UserFile(home.resolve("here"));
        server =
                ApiServer.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        authority.tls("ci-b", Purpose.NODE),
                        new Rooms(
                                new FakeDesk(),
                                form -> "",
                                new JoinEndpoint(
                                        new Admission(new NodeHome(home), InstantSource.system())),
                                SharedRegister.NONE,
                                Optional.empty(),
                                Optional.of(there)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aNodeThatWasAwayTakesNewerUsersOnceItGreets() throws Exception {
        there.offer(JSON.write(NEWER));
        try (PeerClient client = client(Purpose.NODE)) {
            client.keepWarm(Duration.ofMillis(50), new UserExchange(here, client));

            await().atMost(DEADLINE).until(() -> here.users().equals(NEWER));
        }
    }

    @Test
    void aNodeWithNewerUsersKeepsThem() throws Exception {
        here.offer(JSON.write(NEWER));
        try (PeerClient client = client(Purpose.NODE)) {
            new UserExchange(here, client).heard(B, "{\"users\":\"0-0\"}");
            for (String answer : new String[] {"{}", "", "{\"users\":\"99\"}", "<html>"}) {
                new UserExchange(here, client).heard(B, answer);
            }
        }

        assertThat(here.users()).isEqualTo(NEWER);
    }

    @Test
    void whoIsYetToJoinNeitherSeesNorChangesThem() throws Exception {
        try (PeerClient stranger = client(Purpose.JOIN)) {
            assertThat(stranger.users(B, DEADLINE)).isInstanceOf(PeerAnswer.Declined.class);
            assertThat(stranger.offerUsers(B, JSON.write(NEWER), DEADLINE))
                    .isInstanceOf(PeerAnswer.Declined.class);
        }
        assertThat(there.users()).isEqualTo(Users.NONE);
    }

    @Test
    void whatAreNoUsersIsDeclined() throws Exception {
        try (PeerClient client = client(Purpose.OPERATOR)) {
            assertThat(client.offerUsers(B, "{}", DEADLINE))
                    .isInstanceOf(PeerAnswer.Declined.class);
            assertThat(client.offerUsers(B, "x".repeat(UsersJson.MOST_BYTES + 1), DEADLINE))
                    .isInstanceOf(PeerAnswer.Declined.class);
            assertThat(client.offerUsers(B, JSON.write(NEWER), DEADLINE))
                    .isEqualTo(new PeerAnswer.Answered<>("{\"users\":\"1-a1\"}"));
        }
    }

    private PeerClient client(Purpose purpose) throws Exception {
        return new PeerClient(
                authority.tls("ci-a", purpose),
                Map.of(B, "127.0.0.1:" + server.address().getPort()));
    }
}
