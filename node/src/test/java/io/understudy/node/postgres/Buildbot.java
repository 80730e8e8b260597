package io.understudy.node.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.NodeId;
import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.ConfigFile;
import io.understudy.node.config.ConfigResult;
import io.understudy.node.config.Probe;
import io.understudy.node.config.ServerConfig;
import io.understudy.node.config.WorkloadConfig;
import io.understudy.node.process.LogFile;
import io.understudy.node.process.Program;
import io.understudy.node.server.DetachedServer;
import io.understudy.node.server.ServerSettings;
import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Debian's Buildbot on loopback: a master as its profile starts it, and two workers. */
final class Buildbot implements AutoCloseable {

    private static final String MASTER = "/usr/bin/buildbot";
    private static final String WORKER = "/usr/bin/buildbot-worker";

    private final Path folder;
    private final int databasePort;
    private final int port;
    private final ServerConfig config;
    private final List<Process> workers = new ArrayList<>();

    Buildbot(Path folder, int databasePort) throws IOException {
        this.folder = folder;
        this.databasePort = databasePort;
        this.port = ClaimedPorts.one();
        this.config = config();
    }

    static boolean isInstalled() {
        return Files.isExecutable(Path.of(MASTER)) && Files.isExecutable(Path.of(WORKER));
    }

    private ServerConfig config() {
        String file =
                """
                cluster: acme
                nodes:
                  ci-a: { address: 127.0.0.1 }
                  ci-b: { address: 127.0.0.2 }
                  vote: { address: 127.0.0.3, witness: true }
                server:
                  profile: buildbot
                  directory: %s
                  probe: { tcp: "127.0.0.1:%d", says: pb, timeout: 1s, every: 1ms }
                database: { postgresql: { data: /srv/data } }
                """
                        .formatted(folder.resolve("master"), port);
        return switch (ConfigFile.parse(file)) {
            case ConfigResult.Valid(ClusterConfig whole) ->
                    whole.carriers().getFirst().server().orElseThrow();
            case ConfigResult.Mistakes mistakes ->
                    throw new IllegalStateException(mistakes.text("understudy.yaml"));
        };
    }

    /** Makes the master's folder and its tables, as its user would. */
    void make() throws IOException, InterruptedException {
        write();
        run(List.of(MASTER, "upgrade-master", "--quiet", folder.resolve("master").toString()));
    }

    /** Writes the files of master and workers alone. */
    void write() throws IOException {
        Path master = Files.createDirectories(folder.resolve("master"));
        Files.writeString(
                master.resolve("buildbot.tac"),
                """
                import os
                from twisted.application import service
                from buildbot.master import BuildMaster
                basedir = os.path.abspath(os.path.dirname(__file__))
                application = service.Application('buildmaster')
                m = BuildMaster(basedir, 'master.cfg', None)
                m.setServiceParent(application)
                m.name = "ci"
                """);
        Files.writeString(
                master.resolve("master.cfg"),
                """
                from buildbot.plugins import *
                def shell(words):
                    return util.BuildFactory([steps.ShellCommand(command=['sh', '-c', words])])
                BuildmasterConfig = {
                    'buildbotNetUsageData': None,
                    'db': {'db_url': 'postgresql://buildbot@127.0.0.1:%d/buildbot'},
                    'protocols': {'pb': {'port': 'tcp:%d:interface=127.0.0.1'}},
                    'workers': [worker.Worker('one', 'secret'), worker.Worker('two', 'secret')],
                    'change_source': [changes.PBChangeSource(user='change', passwd='secret')],
                    'builders': [util.BuilderConfig(name='long', workernames=['one', 'two'], factory=shell('sleep 600'))],
                    'schedulers': [schedulers.AnyBranchScheduler(name='all', builderNames=['long'])],
                }
                """
                        .formatted(databasePort, port));
        for (String name : List.of("one", "two")) {
            Path worker = Files.createDirectories(folder.resolve(name));
            Files.createDirectories(worker.resolve("info"));
            Files.writeString(
                    worker.resolve("buildbot.tac"),
                    """
                    import os
                    from buildbot_worker.bot import Worker
                    from twisted.application import service
                    basedir = os.path.abspath(os.path.dirname(__file__))
                    application = service.Application('buildbot-worker')
                    Worker('127.0.0.1', %d, '%s', 'secret', basedir, 3).setServiceParent(application)
                    """
                            .formatted(port, name));
        }
    }

    DetachedServer server() {
        Probe probe = config.probe();
        Probe.Tcp question = (Probe.Tcp) probe.question();
        ServerConfig.Command command = (ServerConfig.Command) config.run();
        return new DetachedServer(
                new ServerSettings(
                        new Program(
                                command.words(), command.directory(), Optional.empty(), Map.of()),
                        new io.understudy.node.server.Probe.Tcp(
                                new InetSocketAddress(question.host(), question.port()),
                                question.says(),
                                probe.every(),
                                probe.timeout()),
                        config.stopTimeout(),
                        new LogFile(folder.resolve("server.log"), 1_000_000),
                        folder.resolve("state"),
                        new NodeId("ci-a"),
                        "acme"));
    }

    PostgresWorkload.Statements statements() {
        WorkloadConfig workload = config.workload().orElseThrow();
        return new PostgresWorkload.Statements(
                workload.database(), workload.workers(), workload.builds(), workload.fates());
    }

    void startWorkers() throws IOException {
        for (String name : List.of("one", "two")) {
            workers.add(
                    new ProcessBuilder(WORKER, "start", "--nodaemon")
                            .directory(folder.resolve(name).toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve(name + ".log").toFile())
                            .start());
        }
    }

    /** Asks for a build of each builder. */
    void change() throws IOException, InterruptedException {
        run(
                List.of(
                        MASTER,
                        "sendchange",
                        "--master=127.0.0.1:" + port,
                        "--auth=change:secret",
                        "--who=me",
                        "file"));
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path log = folder.resolve("command.log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", command, Files.readString(log))
                .isTrue();
    }

    @Override
    public void close() {
        workers.forEach(Process::destroyForcibly);
    }
}
