package io.understudy.node;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.NodeId;
import io.understudy.core.port.DurableEpoch;
import io.understudy.core.port.Server;
import io.understudy.node.api.ApiServer;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Rooms;
import io.understudy.node.arbiter.Arbiter;
import io.understudy.node.arbiter.ArbiterUnavailableException;
import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.ConfigFile;
import io.understudy.node.config.ConfigResult;
import io.understudy.node.config.NodeConfig;
import io.understudy.node.guard.GuardProgram;
import io.understudy.node.guard.GuardSettings;
import io.understudy.node.identity.Admission;
import io.understudy.node.identity.AdmissionProgram;
import io.understudy.node.identity.Admissions;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.Identity;
import io.understudy.node.identity.IdentityFiles;
import io.understudy.node.identity.IdentityResult;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.journal.DiskJournal;
import io.understudy.node.journal.Entry;
import io.understudy.node.journal.EpochFile;
import io.understudy.node.journal.HistoryFile;
import io.understudy.node.loop.NoServer;
import io.understudy.node.loop.Node;
import io.understudy.node.loop.Resources;
import io.understudy.node.moves.MoveReports;
import io.understudy.node.overview.PeerLookout;
import io.understudy.node.peer.PeerClient;
import io.understudy.node.postgres.PostgresDatabase;
import io.understudy.node.postgres.PostgresSettings;
import io.understudy.node.server.DetachedServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts a daemon together from its home: the only class that knows every other. */
final class Wiring implements AutoCloseable {

    /** The launcher says by this property where it is. */
    private static final String PROGRAM = "understudy.program";

    /** Shorter than a node that joins waits for the answer. */
    private static final Duration LONGEST_ADMISSION = Duration.ofSeconds(12);

    private static final String GUARD = "understudy-guard";

    private static final Duration FOR_THE_GUARD = Duration.ofMillis(500);
    private static final Duration BETWEEN_GREETINGS = Duration.ofSeconds(10);

    private final DiskJournal journal;
    private final Arbiter arbiter;
    private final PeerClient peers;
    private final Optional<PostgresDatabase> database;
    private final Optional<GuardProgram> guard;
    private final Node node;
    private final ApiServer api;

    private Wiring(
            DiskJournal journal,
            Arbiter arbiter,
            PeerClient peers,
            Optional<PostgresDatabase> database,
            Optional<GuardProgram> guard,
            Node node,
            ApiServer api) {
        this.journal = journal;
        this.guard = guard;
        this.arbiter = arbiter;
        this.peers = peers;
        this.database = database;
        this.node = node;
        this.api = api;
    }

    /**
     * Opens all that the daemon needs, and listens; nothing is decided yet.
     *
     * @throws Unstartable with one sentence, or one for each mistake in the configuration
     */
    static Wiring of(NodeHome home, Version version) throws Unstartable {
        Identity identity = identity(home);
        ClusterConfig config = config(home);
        NodeConfig self =
                config.forNode(identity.name())
                        .orElseThrow(() ->
                                new Unstartable(
                                        "needed this node, "
                                                + identity.name()
                                                + ", in "
                                                + home.config()
                                                + ", found only "
                                                + names(config)
                                                + "; give it its entry, or use the home of another"
                                                + " node"));
        DurableEpoch epochs = new EpochFile(home.root().resolve("epoch"));
        Epoch seen = read(epochs);
        Translation translation = new Translation(home, config, self);
        ClusterTls tls = new ClusterTls(identity, InstantSource.system());
        // The API comes last: what it answers must exist. What was opened is closed again when a
        // later part fails.
        try (Opened opened = new Opened()) {
            Optional<PostgresDatabase> database = database(translation);
            database.ifPresent(opened::add);
            Optional<GuardProgram> guard = guard(home, translation);
            guard.ifPresent(opened::add);
            PeerClient peers = opened.add(new PeerClient(tls, others(config, self.id())));
            Arbitration arbitration = Arbitration.of(translation, identity, seen, peers);
            Arbiter arbiter = opened.add(arbitration.arbiter());
            MoveReports moves = new MoveReports(home.root().resolve("moves"));
            DiskJournal journal =
                    opened.add(
                            DiskJournal.open(
                                    home.root().resolve("journal"),
                                    new DiskJournal.Terms(
                                            config.settings(self.id(), home.isFounder())
                                                    .timings()
                                                    .stop()
                                                    .dividedBy(2),
                                            InstantSource.system(),
                                            moves)));
            HistoryFile history = new HistoryFile(home.root().resolve("history.jsonl"));
            journal.findings()
                    .forEach(finding ->
                            history.append(
                                    new HistoryEntry(
                                            Instant.now(),
                                            self.id(),
                                            seen,
                                            Role.STARTING,
                                            finding)));
            ObservedRegister register = new ObservedRegister(arbiter.register());
            Node node =
                    opened.add(
                            new Node(
                                    NodeState.starting(
                                            config.settings(self.id(), home.isFounder()),
                                            new Incarnation(UUID.randomUUID().toString()),
                                            seen),
                                    new Resources(
                                            register, peers, carried(translation, database, guard)),
                                    new Node.Records(epochs, journal, history, moves),
                                    new Node.Face(
                                            new About(config.cluster(), identity, version)::now,
                                            () -> register.vote(arbiter.status()),
                                            translation.postgres().map(PostgresSettings::diverged),
                                            guard.map(GuardReception::new))));
            arbiter.onChange(node::registerMayHaveChanged);
            JoinEndpoint joining = new JoinEndpoint(admissions(home));
            ApiServer api =
                    ApiServer.listen(
                            new InetSocketAddress(self.address(), self.ports().api()),
                            tls,
                            new Rooms(
                                    node.desk(),
                                    new PeerLookout(ids(config), self.id(), node.desk(), peers),
                                    joining,
                                    arbitration.shared()));
            peers.keepWarm(BETWEEN_GREETINGS);
            journal.keep(
                    new Entry.Began(
                            Instant.now(),
                            self.id(),
                            version.text(),
                            node.state().incarnation(),
                            Boot.id()));
            opened.keep();
            return new Wiring(journal, arbiter, peers, database, guard, node, api);
        } catch (ArbiterUnavailableException | IOException e) {
            throw new Unstartable(String.valueOf(e.getMessage()), e);
        }
    }

    /** Notes how this run of the daemon ended. */
    void ended(String why) {
        journal.keep(new Entry.Ended(Instant.now(), why));
    }

    Node node() {
        return node;
    }

    /** Ends what outlives the daemon, once nothing here serves. */
    void dismissGuard() {
        guard.ifPresent(program -> program.dismiss(FOR_THE_GUARD));
    }

    @Override
    public void close() {
        api.close();
        node.close();
        arbiter.close();
        peers.close();
        database.ifPresent(PostgresDatabase::close);
        guard.ifPresent(GuardProgram::close);
        journal.close();
    }

    private static Identity identity(NodeHome home) throws Unstartable {
        return switch (IdentityFiles.read(home, Instant.now())) {
            case IdentityResult.Usable(Identity identity) -> identity;
            case IdentityResult.Unusable(String why) -> throw new Unstartable(why);
        };
    }

    private static ClusterConfig config(NodeHome home) throws Unstartable {
        return switch (ConfigFile.read(home.config())) {
            case ConfigResult.Valid(ClusterConfig config) -> config;
            case ConfigResult.Mistakes mistakes ->
                    throw new Unstartable(mistakes.text(home.config().toString()));
        };
    }

    private static Epoch read(DurableEpoch epochs) throws Unstartable {
        try {
            return epochs.read();
        } catch (DurableEpoch.UnreadableException e) {
            throw new Unstartable(String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<PostgresDatabase> database(Translation translation) throws IOException {
        return translation.postgres().isPresent()
                ? Optional.of(new PostgresDatabase(translation.postgres().get()))
                : Optional.empty();
    }

    /** Nothing serves on a witness, so nothing is to be watched over. */
    private static Optional<GuardProgram> guard(NodeHome home, Translation translation) {
        List<GuardSettings.Watched> watched = translation.watched();
        return watched.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new GuardProgram(
                                new GuardSettings(
                                        guardProgram(),
                                        home.root(),
                                        watched,
                                        translation.watchdog())));
    }

    /**
     * Beside the libraries; a daemon that was not started by its launcher is told by a property.
     */
    private static Path guardProgram() {
        return Optional.ofNullable(System.getProperty(PROGRAM))
                .map(program -> Path.of(program).resolveSibling("../lib/" + GUARD).normalize())
                .orElseGet(() -> Path.of(System.getProperty("understudy.guard", "/none/" + GUARD)));
    }

    private static Optional<Resources.Carried> carried(
            Translation translation,
            Optional<PostgresDatabase> database,
            Optional<GuardProgram> guard) {
        return database.flatMap(found ->
                guard.map(watching -> new Resources.Carried(found, server(translation), watching)));
    }

    private static Server server(Translation translation) {
        return translation.server().<Server>map(DetachedServer::new).orElseGet(NoServer::new);
    }

    /** A daemon that was not started by its launcher has the libraries that sign itself. */
    private static Admissions admissions(NodeHome home) {
        return Optional.ofNullable(System.getProperty(PROGRAM))
                .<Admissions>map(
                        program -> new AdmissionProgram(Path.of(program), home, LONGEST_ADMISSION))
                .orElseGet(() -> new Admission(home, InstantSource.system()));
    }

    /** Where the other nodes' APIs are. */
    private static Map<NodeId, String> others(ClusterConfig config, NodeId self) {
        Map<NodeId, String> endpoints = new HashMap<>();
        config.nodes().forEach(node -> endpoints.put(node.id(), node.endpoint(node.ports().api())));
        endpoints.remove(self);
        return endpoints;
    }

    private static List<NodeId> ids(ClusterConfig config) {
        return config.nodes().stream().map(NodeConfig::id).toList();
    }

    private static String names(ClusterConfig config) {
        return String.join(", ", ids(config).stream().map(NodeId::name).toList());
    }

    /** What the daemon says of itself. */
    private record About(String cluster, Identity identity, Version version) {
        NodeReport.About now() {
            return new NodeReport.About(
                    cluster,
                    identity.name(),
                    Instant.now(),
                    version.text(),
                    ProcessHandle.current().pid(),
                    ResidentMemory.bytes(),
                    identity.daysLeft(Instant.now()));
        }
    }
}
