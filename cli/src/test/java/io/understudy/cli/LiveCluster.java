package io.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.understudy.testkit.BadInputPage;
import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * A cluster of ci-a, ci-b and the witness vote on the loopback. Its nodes are real daemons in
 * processes of their own, once they are started.
 */
final class LiveCluster implements AutoCloseable {

    static final String A = "ci-a";
    static final String B = "ci-b";
    static final String VOTE = "vote";

    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private final Path folder;
    private final Map<String, Places> places;
    private final Map<String, Process> daemons = new LinkedHashMap<>();

    /** What a command printed. */
    record Ran(int status, String out, String err) {}

    /** Where a node listens. */
    record Places(int api, int quorum, int election, int database) {}

    private LiveCluster(Path folder, Map<String, Places> places) {
        this.folder = folder;
        this.places = places;
    }

    /** Founds it in that folder and lets all nodes join, for which no daemon is needed. */
    static LiveCluster found(Path folder) throws IOException {
        return found(folder, freePlaces());
    }

    /** Another cluster on the very ports of this one. */
    LiveCluster stranger(Path elsewhere) throws IOException {
        return found(elsewhere, places);
    }

    private static LiveCluster found(Path folder, Map<String, Places> places) throws IOException {
        LocalPostgres.open(folder);
        LiveCluster cluster = new LiveCluster(folder, places);
        cluster.enrol();
        return cluster;
    }

    private static Map<String, Places> freePlaces() {
        List<Integer> ports = ClaimedPorts.some(12);
        Map<String, Places> places = new LinkedHashMap<>();
        for (String node : List.of(A, B, VOTE)) {
            List<Integer> own = ports.subList(4 * places.size(), 4 * places.size() + 4);
            places.put(node, new Places(own.get(0), own.get(1), own.get(2), own.get(3)));
        }
        return places;
    }

    private void enrol() throws IOException {
        Path config = Files.writeString(folder.resolve("understudy.yaml"), configuration());
        NodeHome founder = home(A);
        Identity identity = enrolled(new Founding(CLOCK).init(config, new NodeId(A), founder));
        try (ApiServer admitting =
                ApiServer.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), places(A).api()),
                        new ClusterTls(identity, CLOCK),
                        new Rooms(
                                new ScriptedDesk(
                                        SampleReports.primary(new NodeId(A), new NodeId(B), 1)),
                                form -> "",
                                new JoinEndpoint(new Admission(founder, CLOCK)),
                                SharedRegister.NONE))) {
            for (String node : List.of(B, VOTE)) {
                enrolled(
                        new Joining(CLOCK, Duration.ofSeconds(15))
                                .join(token(founder, node), home(node)));
            }
            assertThat(admitting.address().getPort()).isEqualTo(places(A).api());
        }
    }

    private static JoinToken token(NodeHome founder, String node) {
        return switch (new Tokens(founder, CLOCK).issue(new NodeId(node))) {
            case TokenResult.Made(JoinToken token, var _) -> token;
            case TokenResult.Refused(String why) -> throw new AssertionError(why);
        };
    }

    private static Identity enrolled(Enrolment enrolment) {
        assertThat(enrolment).isInstanceOf(Enrolment.Enrolled.class);
        return ((Enrolment.Enrolled) enrolment).identity();
    }

    private String configuration() {
        StringBuilder nodes = new StringBuilder();
        places.forEach((node, at) -> {
            nodes.append("  %s:\n    address: 127.0.0.1\n".formatted(node))
                    .append(
                            "    ports: { api: %d, quorum: %d, election: %d }\n"
                                    .formatted(at.api(), at.quorum(), at.election()))
                    .append(
                            node.equals(VOTE)
                                    ? "    witness: true\n"
                                    : "    postgresql: { data: %s, port: %d }\n"
                                            .formatted(data(node), at.database()));
        });
        return """
        cluster: acme
        nodes:
        %stiming: fast
        database: { postgresql: { bin: %s, user: %s } }
        """
                .formatted(nodes, LocalPostgres.programs(), LocalPostgres.user());
    }

    Places places(String node) {
        return Optional.ofNullable(places.get(node)).orElseThrow();
    }

    NodeHome home(String node) {
        return new NodeHome(folder.resolve(node));
    }

    Path data(String node) {
        return folder.resolve("postgresql-" + node).resolve("data");
    }

    /** Changes one thing in a node's copy of the configuration. */
    void configure(String node, String from, String to) throws IOException {
        Path config = home(node).config();
        String before = Files.readString(config);
        assertThat(before).contains(from);
        Files.writeString(config, before.replace(from, to));
    }

    /** Starts the node's daemon, with more environment where a test wants it. */
    void start(String node, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(DaemonProgram.command());
        command.addAll(List.of("node", "--home", home(node).root().toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve(node + ".log").toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        daemons.put(node, builder.start());
    }

    void start(String... nodes) throws IOException {
        for (String node : nodes) {
            start(node, Map.of());
        }
    }

    /** Asks the node's daemon to end, and waits for it. */
    void stop(String node) throws InterruptedException {
        Process daemon = daemons.remove(node);
        if (daemon != null) {
            daemon.destroy();
            if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
                daemon.destroyForcibly().waitFor();
            }
        }
    }

    String log(String node) throws IOException {
        return Files.readString(folder.resolve(node + ".log"));
    }

    Ran status() {
        return status(A);
    }

    Ran status(String from) {
        return run("status", "--home", home(from).root().toString());
    }

    /** Waits until the status, as a person reads it, says that. */
    void awaitStatus(String... parts) {
        awaitStatusOf(A, parts);
    }

    void awaitStatusOf(String node, String... parts) {
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(status(node).out()).contains(parts));
    }

    /** Waits until the status says what the page on bad input says. */
    void awaitPage(String input) throws IOException {
        Pattern sentence = BadInputPage.says(input);
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(status().out()).containsPattern(sentence));
    }

    static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Understudy.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int status = line.execute(arguments);
        return new Ran(status, out.toString(), err.toString());
    }

    @Override
    public void close() throws IOException {
        daemons.values().forEach(Process::destroy);
        for (Process daemon : daemons.values()) {
            try {
                daemon.waitFor(20, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            daemon.destroyForcibly();
        }
        killWhatBelongsTo(folder);
    }

    /**
     * What a daemon left running works in the cluster's folder, or names it, as a guard does, which
     * writes its last words a moment after its socket is gone. None of it is left when this
     * returns.
     */
    private static void killWhatBelongsTo(Path folder) {
        List<ProcessHandle> left =
                ProcessHandle.allProcesses()
                        .filter(process -> belongs(process.pid(), folder))
                        .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> left.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static boolean belongs(long pid, Path folder) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder)
                    || Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                            .contains("\0" + folder + "/");
        } catch (IOException _) {
            return false;
        }
    }
}
