package io.understudy.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.identity.Admission;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.identity.Purpose;
import io.understudy.node.identity.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiServerTest {

    private static final NodeId SERVER = new NodeId("ci-a");

    @TempDir Path home;
    private final FakeDesk desk = new FakeDesk();
    private TestAuthority authority;
    private ApiServer server;

    @BeforeEach
    void listen() throws Exception {
        authority = new TestAuthority();
        server =
                ApiServer.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        authority.tls("ci-a", Purpose.NODE),
                        rooms(desk));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aNodeAndAnOperatorSeeTheStatus() throws Exception {
        for (Purpose purpose : List.of(Purpose.NODE, Purpose.OPERATOR)) {
            HttpResponse<String> response = get(purpose, "/v1/status");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(new Wire().read(response.body(), NodeReport.class)).isEqualTo(desk.report());
        }
    }

    @Test
    void whoGreetsIsAnsweredWithNothing() throws Exception {
        assertThat(get(Purpose.NODE, "/v1/greeting").body()).isEqualTo("{}");
        assertThat(get(Purpose.JOIN, "/v1/greeting").statusCode()).isEqualTo(403);
    }

    @Test
    void allNodesAreShownInTheFormThatIsAskedFor() throws Exception {
        HttpResponse<String> lines = get(Purpose.OPERATOR, "/v1/overview?as=colours");
        HttpResponse<String> json = get(Purpose.NODE, "/v1/overview?as=line");

        assertThat(lines.body()).isEqualTo("all nodes as colours\n");
        assertThat(lines.headers().firstValue("Content-Type"))
                .contains("text/plain; charset=utf-8");
        assertThat(json.body()).isEqualTo("all nodes as line\n");
        assertThat(json.headers().firstValue("Content-Type")).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?as=html", "?as=TEXT", "?as=text&as=json"})
    void allNodesAreShownInNoOtherForm(String query) throws Exception {
        assertThat(get(Purpose.NODE, "/v1/overview" + query).statusCode()).isEqualTo(400);
    }

    @Test
    void whoIsYetToJoinIsShownNothing() throws Exception {
        assertThat(get(Purpose.JOIN, "/v1/overview?as=text").statusCode()).isEqualTo(403);
    }

    @Test
    void aFenceComesFromTheNodeThatTheCertificateNames() throws Exception {
        assertThat(post(Purpose.NODE, "/v1/fence", "{\"epoch\":4}").body())
                .isEqualTo("{\"outcome\":\"done\"}");
        assertThat(desk.asked()).containsExactly("fence by ci-b for 4");
    }

    @Test
    void anOperatorMayNotFence() throws Exception {
        assertThat(post(Purpose.OPERATOR, "/v1/fence", "{\"epoch\":4}").statusCode())
                .isEqualTo(403);
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void aTestOfFencingIsForNodesAndPeopleAndTakesNothingFromThem() throws Exception {
        String body = "{\"command\":[\"/bin/rm\"],\"path\":\"/etc/passwd\",\"node\":\"ci-c\"}";
        for (Purpose purpose : List.of(Purpose.NODE, Purpose.OPERATOR)) {
            for (String anything : List.of("", body)) {
                assertThat(post(purpose, "/v1/fence/test", anything).body())
                        .isEqualTo(
                                "{\"trials\":[{\"node\":\"ci-b\",\"method\":\"peer\","
                                    + "\"outcome\":{\"outcome\":\"done\"},\"tookMillis\":12}]}");
            }
        }
        assertThat(desk.asked()).hasSize(4).allMatch("test of fencing"::equals);
    }

    @Test
    void aTestOfFencingIsForNobodyElseAndFollowsNoPath() throws Exception {
        assertThat(post(Purpose.JOIN, "/v1/fence/test", "").statusCode()).isEqualTo(403);
        assertThat(get(Purpose.NODE, "/v1/fence/test").statusCode()).isEqualTo(405);
        assertThat(post(Purpose.NODE, "/v1/fence/test", "x".repeat(4097)).statusCode())
                .isEqualTo(413);
        for (String path : List.of("/v1/fence/test/ssh", "/v1/fence/../fence/test", "/v1/fence/")) {
            assertThat(post(Purpose.NODE, path, "").statusCode()).as(path).isEqualTo(404);
        }
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void onlyANodeIsHeardAboutTheRegister() throws Exception {
        for (Purpose purpose : List.of(Purpose.OPERATOR, Purpose.JOIN)) {
            assertThat(post(purpose, "/v1/register", "{}").statusCode()).isEqualTo(403);
        }
        HttpResponse<String> heard = post(Purpose.NODE, "/v1/register", "{}");
        assertThat(heard.statusCode()).isEqualTo(409);
        assertThat(heard.body())
                .isEqualTo("{\"error\":\"this node shares no register with another\"}");
    }

    @Test
    void aCommandIsHandedToTheDesk() throws Exception {
        String resume = "{\"command\":\"resume\"}";

        assertThat(post(Purpose.OPERATOR, "/v1/commands", resume).body())
                .isEqualTo("{\"outcome\":\"done\"}");
        assertThat(post(Purpose.OPERATOR, "/v1/plan", resume).body())
                .isEqualTo(
                        "{\"answer\":\"plan\",\"steps\":[\"Stop.\",\"Go.\"],\"atRisk\":\"Nothing.\",\"seen\":3}");
        assertThat(desk.asked()).containsExactly("command Resume[]", "plan Resume[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/commands | {\"command\":\"pause\",\"length\":0,\"by\":\"anna\"}",
                "/v1/commands | {\"command\":\"pause\",\"length\":-5,\"by\":\"anna\"}",
                "/v1/commands | {\"command\":\"pause\",\"length\":999999999999,\"by\":\"anna\"}",
                "/v1/commands | {\"command\":\"pause\",\"length\":1000,\"by\":\"\"}",
                "/v1/commands | {\"command\":\"pause\",\"length\":1000,\"by\":\"an\\u001bna\"}",
                "/v1/commands |"
                    + " {\"command\":\"failover\",\"id\":\"x\",\"to\":\"ci-b\",\"seen\":3,\"acceptedLossBytes\":-1}",
                "/v1/commands | {\"command\":\"halt\"}",
                "/v1/commands | nonsense",
                "/v1/plan | nonsense",
                "/v1/fence | {}",
                "/v1/fence | {\"epoch\":0}",
                "/v1/fence | {\"epoch\":-1}",
                "/v1/fence | {\"epoch\":99999999999999999999999}",
            })
    void whatMakesNoSenseIsTurnedAwayBeforeTheDesk(String path, String body) throws Exception {
        HttpResponse<String> response = post(Purpose.NODE, path, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"error\":\"needed").doesNotContain("\\tat ");
        assertThat(desk.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/",
                "/v1/status/",
                "/v1/status/../status",
                "/v1/../v1/status",
                "/../../etc/passwd",
                "/v1/%2e%2e/%2e%2e/etc/passwd",
                "/v1/add-on/business-continuity/api/plugin?folderName=&pluginName=../../../etc/passwd",
                "/V1/STATUS",
                "/v1//status",
                "/favicon.ico"
            })
    void anUnknownPathFindsNothing(String path) throws Exception {
        HttpResponse<String> response = get(Purpose.NODE, path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"error\":\"there is nothing here\"}");
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void anotherMethodIsTurnedAway() throws Exception {
        assertThat(post(Purpose.NODE, "/v1/status", "").statusCode()).isEqualTo(405);
        assertThat(get(Purpose.NODE, "/v1/fence").statusCode()).isEqualTo(405);
    }

    @Test
    void aLongBodyIsTurnedAway() throws Exception {
        assertThat(post(Purpose.NODE, "/v1/commands", "x".repeat(4097)).statusCode())
                .isEqualTo(413);
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void aVeryLongBodyIsNotRead() throws Exception {
        try {
            assertThat(post(Purpose.NODE, "/v1/commands", "x".repeat(50_000_000)).statusCode())
                    .isEqualTo(413);
        } catch (IOException cutOff) {
            // The server hung up while the body was still coming.
        }
        assertThat(desk.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"last=1001", "last=-1", "last=x", "last=1&x=2", "file=/etc/passwd"})
    void historyTakesNothingButABoundedNumber(String query) throws Exception {
        assertThat(get(Purpose.NODE, "/v1/history?" + query).statusCode()).isEqualTo(400);
        assertThat(desk.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "move=0",
                "move=-1",
                "move=9999999999999999999",
                "at=yesterday",
                "at=2024-02-30T12:00:00Z",
                "last=1",
                "last&move=1",
                "file=/etc/passwd"
            })
    void whyTakesNothingButAMomentOrAMove(String query) throws Exception {
        assertThat(get(Purpose.NODE, "/v1/why?" + query).statusCode()).isEqualTo(400);
        assertThat(desk.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "last", "move=7", "at=2024-02-29T12:00:00.250Z"})
    void whyIsToldAsAskedFor(String query) throws Exception {
        String path = query.isEmpty() ? "/v1/why" : "/v1/why?" + query;
        assertThat(get(Purpose.OPERATOR, path).body())
                .isEqualTo("{\"node\":\"ci-a\",\"note\":\"Nothing to tell.\"}");
        assertThat(desk.asked()).containsExactly("why " + query);
        assertThat(get(Purpose.JOIN, path).statusCode()).isEqualTo(403);
    }

    @Test
    void historyIsGivenAsAskedFor() throws Exception {
        assertThat(get(Purpose.OPERATOR, "/v1/history?last=7").body())
                .isEqualTo(
                        "{\"entries\":[{\"at\":\"1970-01-01T00:00:00Z\",\"node\":\"ci-a\",\"epoch\":3,"
                            + "\"role\":\"active\",\"sentence\":\"Serving.\"}]}");
        assertThat(desk.asked()).containsExactly("history 7");
    }

    @Test
    void aTokensCertificateOpensNothingButJoin() throws Exception {
        assertThat(get(Purpose.JOIN, "/v1/status").statusCode()).isEqualTo(403);
        assertThat(get(Purpose.JOIN, "/v1/history").statusCode()).isEqualTo(403);
        assertThat(post(Purpose.JOIN, "/v1/plan", "{\"command\":\"resume\"}").statusCode())
                .isEqualTo(403);
        assertThat(post(Purpose.JOIN, "/v1/commands", "{\"command\":\"resume\"}").statusCode())
                .isEqualTo(403);
        assertThat(post(Purpose.JOIN, "/v1/fence", "{\"epoch\":9}").statusCode()).isEqualTo(403);
        assertThat(post(Purpose.NODE, "/v1/join", "{}").statusCode()).isEqualTo(403);
        assertThat(post(Purpose.JOIN, "/v1/join", "{}").statusCode()).isEqualTo(400);
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void withoutACertificateNothingOpens() throws Exception {
        SSLContext anonymous = SSLContext.getInstance("TLS");
        anonymous.init(null, trustingAll(), null);

        assertNothingOpens(anonymous, "TLSv1.3");
    }

    @Test
    void withAnotherClustersCertificateNothingOpens() throws Exception {
        SSLContext foreign =
                TrustEverybody.context(new TestAuthority().identity("ci-b", Purpose.NODE));

        assertNothingOpens(foreign, "TLSv1.3");
    }

    @Test
    void withAnExpiredCertificateNothingOpens() throws Exception {
        assertNothingOpens(TrustEverybody.context(authority.expired("ci-b")), "TLSv1.3");
    }

    @Test
    void overAnOlderProtocolNothingOpens() throws Exception {
        SSLContext good = TrustEverybody.context(authority.identity("ci-b", Purpose.NODE));

        assertNothingOpens(good, "TLSv1.2");
    }

    @Test
    void aGoodCertificateOpensBesideAllThose() throws Exception {
        SSLContext good = TrustEverybody.context(authority.identity("ci-b", Purpose.NODE));

        assertThat(raw(good, "TLSv1.3")).startsWith("HTTP/1.1 200");
    }

    @Test
    void withoutTlsNothingOpens() throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(server.address());
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(REQUEST);

            assertThat(text(socket.getInputStream())).doesNotContain("HTTP").doesNotContain("acme");
        }
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void connectionsThatSayNothingKeepNobodyOutAndAreClosed() throws Exception {
        List<Socket> quiet = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket = new Socket();
                quiet.add(socket);
                socket.connect(server.address());
                if (i % 2 == 0) {
                    // The beginning of a handshake, and then nothing.
                    socket.getOutputStream().write(new byte[] {22, 3, 1, 0, 100, 1});
                }
            }

            assertThat(get(Purpose.NODE, "/v1/status").statusCode()).isEqualTo(200);

            for (Socket socket : List.of(quiet.getFirst(), quiet.getLast())) {
                socket.setSoTimeout(30_000);
                assertThat(endOf(socket)).isTrue();
            }
        } finally {
            for (Socket socket : quiet) {
                socket.close();
            }
        }
    }

    @Test
    void aDeskThatFailsShowsNoTrace() throws Exception {
        server.close();
        server =
                ApiServer.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        authority.tls("ci-a", Purpose.NODE),
                        rooms(new BrokenDesk()));

        HttpResponse<String> response = get(Purpose.NODE, "/v1/status");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .isEqualTo("{\"error\":\"this node could not answer; its log says why\"}");
    }

    @Test
    void aPortThatIsTakenIsOneSentence() throws Exception {
        assertThatThrownBy(() ->
                        ApiServer.listen(
                                server.address(), authority.tls("ci-a", Purpose.NODE), rooms(desk)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("needed to listen on")
                .hasMessageContaining("found it taken");
    }

    private static final byte[] REQUEST =
            "GET /v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private void assertNothingOpens(SSLContext context, String protocol) {
        assertThatThrownBy(() -> raw(context, protocol)).isInstanceOf(IOException.class);
        assertThat(desk.asked()).isEmpty();
    }

    private String raw(SSLContext context, String protocol) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.connect(server.address());
            socket.setSoTimeout(15_000);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            socket.getOutputStream().write(REQUEST);
            return text(socket.getInputStream());
        }
    }

    private static boolean endOf(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readNBytes(10_000), StandardCharsets.ISO_8859_1);
    }

    private Rooms rooms(Desk answering) {
        return new Rooms(
                answering,
                form -> "all nodes " + form.query().replace("=", " ") + "\n",
                new JoinEndpoint(new Admission(new NodeHome(home), InstantSource.system())),
                SharedRegister.NONE);
    }

    private HttpResponse<String> get(Purpose purpose, String path) throws Exception {
        return send(purpose, HttpRequest.newBuilder(uri(path)).GET());
    }

    private HttpResponse<String> post(Purpose purpose, String path, String body) throws Exception {
        return send(
                purpose,
                HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(Purpose purpose, HttpRequest.Builder request)
            throws Exception {
        ClusterTls tls = authority.tls("ci-b", purpose);
        try (HttpClient client = tls.httpClient(SERVER, Duration.ofSeconds(5))) {
            return client.send(
                    request.timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private URI uri(String path) {
        return URI.create("https://127.0.0.1:" + server.address().getPort() + path);
    }

    private static TrustManager[] trustingAll() {
        return new TrustManager[] {new TrustEverybody()};
    }

    private static final class BrokenDesk implements Desk {
        @Override
        public NodeReport report() {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public PlanAnswer plan(Command command) {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public Outcome command(Command command) {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public Outcome fence(NodeId by, Epoch epoch) {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public List<MoveReport> moves(int last) {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public List<HistoryEntry> history(int last) {
            throw new IllegalStateException("broken on purpose");
        }
    }
}
