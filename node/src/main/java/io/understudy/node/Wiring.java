package io.understudy.node;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.Settings;
import io.understudy.node.api.ApiServer;
import io.understudy.node.api.FenceDesk;
import io.understudy.node.api.FilesReport;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.OldFiles;
import io.understudy.node.api.Rooms;
import io.understudy.node.arbiter.Arbiter;
import io.understudy.node.arbiter.ArbiterUnavailableException;
import io.understudy.node.config.DashboardConfig;
import io.understudy.node.fence.FenceMethods;
import io.understudy.node.fence.Proofs;
import io.understudy.node.files.FileSet;
import io.understudy.node.files.NodeFiles;
import io.understudy.node.guard.GuardProgram;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.journal.DiskJournal;
import io.understudy.node.journal.Entry;
import io.understudy.node.journal.HistoryFile;
import io.understudy.node.loop.Ground;
import io.understudy.node.loop.Node;
import io.understudy.node.loop.Resources;
import io.understudy.node.moves.MoveReports;
import io.understudy.node.overview.PeerLookout;
import io.understudy.node.peer.PeerClient;
import io.understudy.node.peer.PeerFiles;
import io.understudy.node.postgres.DataDisk;
import io.understudy.node.postgres.PostgresSettings;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.server.StartedByBoot;
import io.understudy.node.server.Systemd;
import io.understudy.node.trend.Recorder;
import io.understudy.node.users.UserFile;
import io.understudy.node.why.Inquest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Puts a daemon together from its home: the only class that knows every other. */
final class Wiring implements AutoCloseable {

    private static final Duration FOR_THE_GUARD = Duration.ofMillis(500);
    private static final Duration BETWEEN_GREETINGS = Duration.ofSeconds(20);

    private final Opened opened;
    private final DiskJournal journal;
    private final Optional<GuardProgram> guard;
    private final Notifying notifying;
    private final Node node;

    private Wiring(
            Opened opened,
            DiskJournal journal,
            Optional<GuardProgram> guard,
            Notifying notifying,
            Node node) {
        this.opened = opened;
        this.journal = journal;
        this.guard = guard;
        this.notifying = notifying;
        this.node = node;
    }

    /**
     * Opens all that the daemon needs, and listens; nothing is decided yet.
     *
     * @throws Unstartable with one sentence, or one for each mistake in the configuration
     */
    static Wiring of(NodeHome home, Version version) throws Unstartable {
        Premises premises = Premises.read(home);
        // What was opened is closed again when a later part fails.
        try (Opened opened = new Opened()) {
            return open(premises, version, opened);
        } catch (ArbiterUnavailableException | IOException e) {
            throw new Unstartable(String.valueOf(e.getMessage()), e);
        }
    }

    private static Wiring open(Premises premises, Version version, Opened opened)
            throws ArbiterUnavailableException, IOException {
        Path root = premises.home().root();
        Launcher launcher = Launcher.ofThisProcess();
        MoveReports moves =
                opened.add(
                        new MoveReports(root.resolve("moves"), premises.translation().workload()));
        DiskJournal journal = opened.add(journal(premises, moves));
        ClusterTls tls = new ClusterTls(premises.identity(), InstantSource.system());
        PeerFiles source = opened.add(new PeerFiles(tls, premises.others()));
        Cargo cargo = Cargo.of(premises.translation(), launcher.guard(), root, source);
        cargo.files().ifPresent(opened::add);
        cargo.guard().ifPresent(opened::add);
        cargo.database().ifPresent(opened::add);
        PeerClient peers = opened.add(new PeerClient(tls, premises.others()));
        Arbitration arbitration =
                Arbitration.of(premises.translation(), premises.identity(), premises.seen(), peers);
        Arbiter arbiter = opened.add(arbitration.arbiter());
        UserFile users = new UserFile(root.resolve("users"));
        Page page = new Page(premises, launcher.passwords(), users);
        FenceMethods fences =
                new FenceMethods(
                        premises.translation().fence(), ProgramRunner.tethered(launcher.guard()));
        HistoryFile history = history(premises, journal);
        ObservedRegister register = new ObservedRegister(arbiter.register());
        Notifying notifying =
                Notifying.of(premises, launcher, sidelights(premises, journal, moves));
        notifying.post().ifPresent(opened::add);
        Optional<Supplier<FilesReport>> files = cargo.files().map(FilesReception::new);
        Recorder trend =
                opened.add(
                        new Recorder(
                                root.resolve("trend"),
                                new Recorder.Sources(
                                        files, register::slowest, InstantSource.system())));
        Node node =
                opened.add(
                        new Node(
                                beginning(premises, cargo),
                                new Resources(register, peers, fences, cargo.carried()),
                                new Node.Records(
                                        premises.epochs(),
                                        journal,
                                        history,
                                        moves,
                                        new Inquest(premises.self().id(), journal),
                                        notifying.onlooker(),
                                        trend),
                                new Node.Face(
                                        Nameplate.of(premises, version, page)::now,
                                        () -> register.vote(arbiter.status()),
                                        premises.translation().places(),
                                        premises.translation()
                                                .postgres()
                                                .map(PostgresSettings::diverged),
                                        ground(premises),
                                        cargo.guard().map(GuardReception::new),
                                        fenceDesk(premises, peers, fences),
                                        files,
                                        peers::reach,
                                        notifying.desk())));
        if (!premises.settings().witness()) {
            // It would be woken three times a second for what it does nothing about.
            arbiter.onChange(node::registerMayHaveChanged);
        }
        Optional<Supplier<OldFiles>> oldFiles = oldFiles(premises);
        Rooms rooms =
                new Rooms(
                        node.desk(),
                        new PeerLookout(premises.nodes(), premises.self().id(), node.desk(), peers),
                        new JoinEndpoint(launcher.admissions(premises.home())),
                        arbitration.shared(),
                        cargo.files().map(NodeFiles::counter),
                        Optional.of(users),
                        oldFiles);
        // The API comes last: what it answers must exist.
        opened.add(ApiServer.listen(listening(premises), tls, rooms));
        page.open(tls, new PeerCluster(premises, node.desk(), peers, oldFiles))
                .ifPresent(opened::add);
        peers.keepWarm(BETWEEN_GREETINGS, new UserExchange(users, peers));
        journal.keep(
                new Entry.Began(
                        Instant.now(),
                        premises.self().id(),
                        version.text(),
                        node.state().incarnation(),
                        Boot.id()));
        return new Wiring(opened.keep(), journal, cargo.guard(), notifying, node);
    }

    private static NodeState beginning(Premises premises, Cargo cargo) {
        NodeState fresh =
                NodeState.starting(
                        premises.settings(),
                        new Incarnation(UUID.randomUUID().toString()),
                        premises.seen());
        return cargo.files().isPresent() ? fresh.carryingFiles() : fresh;
    }

    private static DiskJournal journal(Premises premises, MoveReports moves) throws IOException {
        return DiskJournal.open(
                premises.home().root().resolve("journal"),
                new DiskJournal.Terms(
                        premises.settings().timings().stop().dividedBy(2),
                        InstantSource.system(),
                        moves));
    }

    /** What the journal found amiss with itself is for people to read. */
    private static HistoryFile history(Premises premises, DiskJournal journal) {
        HistoryFile history = new HistoryFile(premises.home().root().resolve("history.jsonl"));
        journal.findings()
                .forEach(finding ->
                        history.append(
                                new HistoryEntry(
                                        Instant.now(),
                                        premises.self().id(),
                                        premises.seen(),
                                        Role.STARTING,
                                        finding)));
        return history;
    }

    private static Sidelights sidelights(
            Premises premises, DiskJournal journal, MoveReports moves) {
        Optional<DataDisk> disk = premises.translation().postgres().map(PostgresSettings::disk);
        return new Sidelights(
                new Sidelights.Sources(
                        () -> premises.identity().daysLeft(Instant.now()),
                        () -> disk.flatMap(DataDisk::trouble),
                        journal::trouble,
                        moves::taken));
    }

    private static Optional<FenceDesk> fenceDesk(
            Premises premises, PeerClient peers, FenceMethods methods) {
        Settings settings = premises.settings();
        return settings.witness()
                ? Optional.empty()
                : Optional.of(
                        new FenceReception(
                                settings.fence(),
                                settings.otherCarriers(),
                                new FenceReception.Means(
                                        peers,
                                        methods,
                                        new Proofs(
                                                premises.home().root().resolve("fence.proved")))));
    }

    private static Ground ground(Premises premises) {
        return premises.translation()
                .postgres()
                .map(PostgresSettings::disk)
                .map(disk ->
                        new Ground(
                                disk::trouble,
                                new StartedByBoot(Systemd.ofThisHost(), disk.data())::trouble))
                .orElse(Ground.NONE);
    }

    private static Optional<Supplier<OldFiles>> oldFiles(Premises premises) {
        return premises.config()
                .dashboard()
                .filter(DashboardConfig::gocd)
                .map(_ ->
                        new GocdFiles(
                                premises.translation().files().stream()
                                        .map(FileSet::root)
                                        .toList()));
    }

    private static InetSocketAddress listening(Premises premises) {
        return new InetSocketAddress(premises.self().address(), premises.self().ports().api());
    }

    /** Tells people that this node must not go on. */
    void stopped(String why) {
        notifying.stopped(node.state(), why, node.now());
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
        opened.close();
    }
}
