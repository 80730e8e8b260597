package io.understudy.node;

import io.understudy.core.decision.Places;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.Settings;
import io.understudy.core.model.Voting;
import io.understudy.core.port.Workload;
import io.understudy.node.arbiter.PairArbiter;
import io.understudy.node.arbiter.QuorumSettings;
import io.understudy.node.arbiter.TlsFiles;
import io.understudy.node.arbiter.ZooKeeperSettings;
import io.understudy.node.config.AddressConfig;
import io.understudy.node.config.ArbiterConfig;
import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.FenceConfig;
import io.understudy.node.config.NodeConfig;
import io.understudy.node.config.NodeConfig.Carrier;
import io.understudy.node.config.PostgresqlConfig;
import io.understudy.node.config.ServerConfig;
import io.understudy.node.fence.FenceSettings;
import io.understudy.node.files.FileSet;
import io.understudy.node.guard.GuardSettings;
import io.understudy.node.identity.ClusterId;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.identity.Secret;
import io.understudy.node.postgres.PostgresSettings;
import io.understudy.node.postgres.PostgresWorkload;
import io.understudy.node.process.LogFile;
import io.understudy.node.process.Program;
import io.understudy.node.server.Probe;
import io.understudy.node.server.ServerSettings;
import io.understudy.node.server.Systemd;
import io.understudy.node.server.UnitSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration in the words of each adapter. */
record Translation(NodeHome home, ClusterConfig config, NodeConfig self) {

    private static final long SERVER_LOG_BYTES = 16L << 20;

    QuorumSettings quorum(boolean founding) {
        List<QuorumSettings.Member> members =
                config.nodes().stream()
                        .map(node ->
                                new QuorumSettings.Member(
                                        node.id(),
                                        node.address(),
                                        new QuorumSettings.Ports(
                                                node.ports().quorum(), node.ports().election()),
                                        node instanceof NodeConfig.Witness))
                        .toList();
        return new QuorumSettings(
                config.cluster(),
                self.id(),
                members,
                new QuorumSettings.Storage(home.root().resolve("arbiter"), founding),
                new TlsFiles(home.certificate(), home.key(), home.authorityCertificate()));
    }

    ZooKeeperSettings ensemble(ArbiterConfig.ZooKeeper ensemble, ClusterId cluster) {
        Duration ttl = config.timing().timings().ttl();
        return new ZooKeeperSettings(
                new ZooKeeperSettings.Owner(config.cluster(), cluster.toString(), self.id()),
                ensemble.members().stream()
                        .map(member -> new ZooKeeperSettings.Member(member.host(), member.port()))
                        .toList(),
                ensemble.namespace(),
                transport(ensemble.transport()),
                credentials(ensemble),
                // Two members may fall silent one after the other before the holder has to stop.
                new ZooKeeperSettings.Patience(ttl.dividedBy(8), ttl.dividedBy(5)));
    }

    private ZooKeeperSettings.Transport transport(ArbiterConfig.Transport transport) {
        return switch (transport) {
            case ArbiterConfig.Plain() -> new ZooKeeperSettings.Transport.Plain();
            case ArbiterConfig.Tls tls ->
                    new ZooKeeperSettings.Transport.Tls(
                            new TlsFiles(
                                    tls.own()
                                            .map(ArbiterConfig.KeyPair::certificate)
                                            .orElseGet(home::certificate),
                                    tls.own().map(ArbiterConfig.KeyPair::key).orElseGet(home::key),
                                    tls.authority()),
                            tls.checkNames(),
                            home.root().resolve("arbiter"));
        };
    }

    private ZooKeeperSettings.Credentials credentials(ArbiterConfig.ZooKeeper ensemble) {
        if (ensemble.login().isPresent()) {
            ArbiterConfig.Login login = ensemble.login().get();
            return new ZooKeeperSettings.Credentials.Login(login.user(), login.passwordFile());
        }
        boolean shared =
                ensemble.transport() instanceof ArbiterConfig.Tls tls && tls.own().isPresent();
        return shared
                ? new ZooKeeperSettings.Credentials.SharedCertificate()
                : new ZooKeeperSettings.Credentials.NodeCertificates(
                        config.nodes().stream().map(NodeConfig::id).collect(Collectors.toSet()));
    }

    /** Of a configuration with {@code arbiter: operator}. */
    PairArbiter.Settings pair(Epoch seen) {
        Settings settings = config.settings(self.id(), home.isFounder());
        if (!(settings.voting() instanceof Voting.Person(Pair pair))) {
            throw new IllegalStateException("the configuration has another arbiter");
        }
        // Two renewals that did not come are reason enough to ask.
        return new PairArbiter.Settings(
                self.id(),
                pair,
                home.root().resolve("register"),
                seen,
                settings.timings().renew().multipliedBy(2));
    }

    Optional<PostgresSettings> postgres() {
        return carrier().map(carrier -> postgres(carrier, carrier.postgresql()));
    }

    private PostgresSettings postgres(Carrier carrier, PostgresqlConfig postgresql) {
        Map<NodeId, PostgresSettings.Address> peers = new HashMap<>();
        for (Carrier other : config.carriers()) {
            if (!other.id().equals(carrier.id())) {
                peers.put(
                        other.id(),
                        new PostgresSettings.Address(other.address(), other.postgresql().port()));
            }
        }
        Path socket = postgresql.socket().orElse(postgresql.data().resolveSibling("run"));
        return new PostgresSettings(
                carrier.id(),
                postgresql.data(),
                postgresql.bin(),
                Optional.of(postgresql.user()),
                new PostgresSettings.Listening(listens(carrier), postgresql.port(), socket),
                peers,
                new PostgresSettings.Access(
                        "understudy",
                        home.secret(Secret.POSTGRESQL_PASSWORD),
                        home.certificate(),
                        home.key(),
                        home.authorityCertificate()),
                postgresql.keepWalBytes(),
                config.timing().timings().streamSilence());
    }

    Optional<ServerSettings> server() {
        return serverConfig()
                .flatMap(server ->
                        server.run() instanceof ServerConfig.Command command
                                ? Optional.of(detached(server, command))
                                : Optional.empty());
    }

    Optional<UnitSettings> unit() {
        return serverConfig()
                .flatMap(server ->
                        server.run() instanceof ServerConfig.Unit(String name)
                                ? Optional.of(
                                        new UnitSettings(
                                                name,
                                                probe(server),
                                                server.stopTimeout(),
                                                serverState(),
                                                self.id(),
                                                config.cluster()))
                                : Optional.empty());
    }

    /** What writes the server's version, where its profile or its user says how; as its user. */
    Optional<Program> serverVersion() {
        return serverConfig()
                .flatMap(server ->
                        server.version()
                                .map(words ->
                                        new Program(
                                                words,
                                                Path.of("/"),
                                                server.run() instanceof ServerConfig.Command command
                                                        ? command.user()
                                                        : Optional.empty(),
                                                Map.of())));
    }

    /** What the server works at, where its profile or its user says how to read it. */
    Optional<Workload> workload() {
        return postgres()
                .flatMap(database ->
                        carrier()
                                .flatMap(Carrier::server)
                                .flatMap(ServerConfig::workload)
                                .map(reading ->
                                        new PostgresWorkload(
                                                database,
                                                new PostgresWorkload.Statements(
                                                        reading.database(),
                                                        reading.workers(),
                                                        reading.builds(),
                                                        reading.fates()))));
    }

    /** The sets of files that go with the server; a witness has none. */
    List<FileSet> files() {
        return carrier().map(Carrier::files).orElse(List.of()).stream()
                .map(set -> new FileSet(set.name(), set.path(), set.include(), set.exclude()))
                .toList();
    }

    /** All that may serve here. */
    List<GuardSettings.Watched> watched() {
        List<GuardSettings.Watched> watched = new ArrayList<>();
        watched.addAll(watched(address()));
        server().ifPresent(server ->
                watched.add(new GuardSettings.Watched.Server(server.stateFile())));
        unit().ifPresent(unit ->
                watched.add(
                        new GuardSettings.Watched.Unit(
                                Path.of(Systemd.base()).resolve(unit.unit()))));
        postgres()
                .ifPresent(database ->
                        watched.add(
                                new GuardSettings.Watched.Database(
                                        database.data(), database.side())));
        return watched;
    }

    /** PostgreSQL starts before a virtual address is here, and can't bind to it by name. */
    private static String listens(Carrier carrier) {
        return switch (carrier.virtual()) {
            case AddressConfig.None() -> carrier.address();
            case AddressConfig.VirtualIps _, AddressConfig.Command _ -> "*";
        };
    }

    /** Where each node has the address while it is primary, for people. */
    Places places() {
        Map<NodeId, String> places = new HashMap<>();
        for (NodeConfig node : config.nodes()) {
            if (node instanceof Carrier carrier) {
                place(carrier.virtual()).ifPresent(place -> places.put(carrier.id(), place));
            }
        }
        return new Places(places);
    }

    private static Optional<String> place(AddressConfig address) {
        return switch (address) {
            case AddressConfig.None() -> Optional.empty();
            case AddressConfig.VirtualIps(var addresses) ->
                    Optional.of(
                            addresses.stream()
                                    .map(one -> one.withPrefix() + " on " + one.device())
                                    .collect(Collectors.joining(", ")));
            case AddressConfig.Command(var take, var _, var _) ->
                    Optional.of("by your command " + take.getFirst());
        };
    }

    /** The configuration's own words; a witness has none. */
    AddressConfig address() {
        return carrier().map(Carrier::virtual).orElseGet(AddressConfig.None::new);
    }

    private static List<GuardSettings.Watched> watched(AddressConfig address) {
        return address instanceof AddressConfig.VirtualIps(var addresses)
                ? addresses.stream()
                        .<GuardSettings.Watched>map(one ->
                                new GuardSettings.Watched.Address(one.device(), one.withPrefix()))
                        .toList()
                : List.of();
    }

    GuardSettings.Watchdog watchdog() {
        return switch (config.watchdog()) {
            case OFF -> GuardSettings.Watchdog.OFF;
            case AUTOMATIC -> GuardSettings.Watchdog.AUTOMATIC;
            case REQUIRED -> GuardSettings.Watchdog.REQUIRED;
        };
    }

    /** By what this node stops the others that carry something, beside asking their daemons. */
    FenceSettings fence() {
        Map<NodeId, String> addresses = new HashMap<>();
        config.carriers().stream()
                .filter(carrier -> !carrier.id().equals(self.id()))
                .forEach(carrier -> addresses.put(carrier.id(), carrier.address()));
        Map<String, FenceSettings.Way> ways = new HashMap<>();
        for (FenceConfig.Way way : config.fence().ways()) {
            String name = way.method(config.timing().timings()).name();
            switch (way) {
                case FenceConfig.Way.Peer() -> {}
                case FenceConfig.Way.Ssh ssh -> ways.put(name, ssh(ssh));
                case FenceConfig.Way.Command command ->
                        ways.put(
                                name,
                                new FenceSettings.Command(
                                        command.command(),
                                        command.test(),
                                        command.secrets(),
                                        command.timeout()));
            }
        }
        return new FenceSettings(addresses, ways);
    }

    private static FenceSettings.Ssh ssh(FenceConfig.Way.Ssh ssh) {
        return new FenceSettings.Ssh(
                new FenceSettings.Login(ssh.user(), ssh.port(), ssh.key(), ssh.knownHosts()),
                ssh.program(),
                ssh.home(),
                ssh.timeout());
    }

    private ServerSettings detached(ServerConfig server, ServerConfig.Command command) {
        return new ServerSettings(
                new Program(
                        command.words(),
                        command.directory(),
                        command.user(),
                        command.environment()),
                probe(server),
                server.stopTimeout(),
                new LogFile(home.root().resolve("log").resolve("server.log"), SERVER_LOG_BYTES),
                serverState(),
                self.id(),
                config.cluster());
    }

    private Path serverState() {
        return home.root().resolve("server");
    }

    private static Probe probe(ServerConfig server) {
        Duration every = server.probe().every();
        Duration timeout = server.probe().timeout();
        return switch (server.probe().question()) {
            case io.understudy.node.config.Probe.Http(var url) ->
                    new Probe.Http(url, every, timeout);
            case io.understudy.node.config.Probe.Tcp(String host, int port, String says) ->
                    new Probe.Tcp(new InetSocketAddress(host, port), says, every, timeout);
            case io.understudy.node.config.Probe.Command(var command) ->
                    new Probe.Command(command, every, timeout);
        };
    }

    private Optional<ServerConfig> serverConfig() {
        return carrier().flatMap(Carrier::server);
    }

    private Optional<Carrier> carrier() {
        return self instanceof Carrier carrier ? Optional.of(carrier) : Optional.empty();
    }
}
