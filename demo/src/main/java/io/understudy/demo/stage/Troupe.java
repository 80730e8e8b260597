package io.understudy.demo.stage;

import io.understudy.demo.client.Acknowledged;
import io.understudy.demo.client.Patience;
import io.understudy.demo.client.RowWriter;
import io.understudy.demo.client.RowWriterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** All processes of the demonstration. Whatever it started, it ends, by process id. */
public final class Troupe implements AutoCloseable {

    private static final List<String> WORKERS = List.of("worker-1", "worker-2");
    private static final int MOST_JOINS = 3;
    private static final Duration LONGEST_END = Duration.ofSeconds(5);
    private static final Duration LONGEST_DETACHING = Duration.ofSeconds(60);

    private final Stage stage;
    private final Programs programs;
    private final Map<StageNode, Process> daemons = new HashMap<>();
    private final Set<StageNode> frozen = ConcurrentHashMap.newKeySet();
    private final List<Process> workers = new ArrayList<>();

    public Troupe(Stage stage, Programs programs) {
        this.stage = stage;
        this.programs = programs;
    }

    public void found(StageNode node) throws StageException, InterruptedException {
        Programs.run(
                programs.understudy(
                        node,
                        "init",
                        "--node",
                        node.id().name(),
                        "--config",
                        stage.configuration().toString()),
                node.folder());
    }

    /**
     * Brings a node in by a one-time token of the founder's, as a person would: again where the
     * founder's answer came too late, with a new token.
     */
    public void join(StageNode founder, StageNode node)
            throws StageException, InterruptedException {
        for (int i = 1; i < MOST_JOINS; i++) {
            try {
                joinOnce(founder, node);
                return;
            } catch (StageException _) {
                // The machine may be busy; the last try says what is wrong.
            }
        }
        joinOnce(founder, node);
    }

    private void joinOnce(StageNode founder, StageNode node)
            throws StageException, InterruptedException {
        Path token = stage.folder().resolve("token-" + node.id());
        String printed =
                Programs.run(
                        programs.understudy(founder, "token", node.id().name()), founder.folder());
        Files600.write(token, printed);
        Programs.run(
                programs.understudy(node, "join", "--token", "-"), node.folder(), Map.of(), token);
    }

    /** Lets somebody log in to the nodes' pages, as operator. */
    public void addOperator(StageNode at, String name, String password)
            throws StageException, InterruptedException {
        Path file = stage.folder().resolve("password-of-" + name);
        Files600.write(file, password + "\n");
        Programs.run(
                programs.understudy(at, "user", "add", name, "--role", "operator"),
                at.folder(),
                Map.of(),
                file);
    }

    public synchronized void startDaemon(StageNode node) throws StageException {
        daemons.put(
                node,
                Programs.start(
                        programs.understudy(node, "node"), node.folder(), Map.of(), node.log()));
    }

    public void startWorkers() throws StageException {
        String servers =
                String.join(
                        ",",
                        stage.carriers().stream()
                                .map(node -> "http://" + node.at(node.ports().server()))
                                .toList());
        for (String name : WORKERS) {
            Map<String, String> environment =
                    Map.of("PIPELINE_WORKER", name, "PIPELINE_SERVERS", servers);
            synchronized (this) {
                workers.add(
                        Programs.start(
                                programs.small("io.understudy.demo.worker.Worker"),
                                stage.folder(),
                                environment,
                                stage.folder().resolve(name + ".log")));
            }
        }
    }

    static int workers() {
        return WORKERS.size();
    }

    public RowWriter rowWriter() {
        return rowWriter("demo");
    }

    /**
     * Writes to whichever is primary.
     *
     * @param run names its rows
     */
    RowWriter rowWriter(String run) {
        return rowWriter(run, stage.carriers(), Duration.ofMillis(20));
    }

    /**
     * A client that writes to whichever of these is primary.
     *
     * @param run names its rows
     */
    public RowWriter rowWriter(String run, List<StageNode> nodes, Duration every) {
        return new RowWriter(settings(run, nodes, every, Patience.USUAL));
    }

    /**
     * One that tells of each row, and that is less patient: what is watched is the cluster's gap,
     * not the client's.
     *
     * @param told is called by the writer's thread
     */
    public RowWriter rowWriter(Consumer<Acknowledged> told) {
        return new RowWriter(
                settings("demo", stage.carriers(), Duration.ofMillis(20), Patience.SHORT), told);
    }

    private RowWriterSettings settings(
            String run, List<StageNode> nodes, Duration every, Patience patience) {
        return new RowWriterSettings(
                nodes.stream().map(node -> node.at(node.ports().database())).toList(),
                Scenery.DATABASE,
                Scenery.ROLE,
                stage.password(),
                run,
                every,
                patience);
    }

    /** Kills daemon, guard, server and database of that node with SIGKILL. */
    public void kill(StageNode node) {
        NodeProcesses.kill(node.folder());
    }

    /** Kills that node's daemon, and it alone, with SIGKILL; returns once it is gone. */
    void killDaemon(StageNode node) throws StageException, InterruptedException {
        daemon(node).destroyForcibly().waitFor();
    }

    /** Tells that node's daemon to end; returns once it is gone. */
    void endDaemon(StageNode node) throws StageException, InterruptedException {
        Process daemon = daemon(node);
        daemon.destroy();
        if (!daemon.waitFor(LONGEST_DETACHING.toSeconds(), TimeUnit.SECONDS)) {
            throw new StageException(
                    "%s was told to end, and had not after %d s"
                            .formatted(node.id(), LONGEST_DETACHING.toSeconds()));
        }
    }

    /** Stops that node's daemon, and it alone, with SIGSTOP. */
    public void freeze(StageNode node) throws StageException, InterruptedException {
        signal(node, "-STOP");
        frozen.add(node);
    }

    /** Lets a stopped daemon go on. */
    public void thaw(StageNode node) throws StageException, InterruptedException {
        signal(node, "-CONT");
        frozen.remove(node);
    }

    public boolean frozen(StageNode node) {
        return frozen.contains(node);
    }

    private void signal(StageNode node, String signal) throws StageException, InterruptedException {
        Programs.run(List.of("kill", signal, Long.toString(daemon(node).pid())), stage.folder());
    }

    private synchronized Process daemon(StageNode node) throws StageException {
        Process daemon = daemons.get(node);
        if (daemon == null) {
            throw new StageException(node.id() + " has no daemon");
        }
        return daemon;
    }

    /** The process id of that node's daemon. */
    public long daemonPid(StageNode node) throws StageException {
        return daemon(node).pid();
    }

    public synchronized boolean runs(StageNode node) {
        Process daemon = daemons.get(node);
        return daemon != null && daemon.isAlive();
    }

    /** Stops everything on that node with SIGSTOP: daemon, guard, server and database. */
    public Frozen freezeAll(StageNode node) throws StageException, InterruptedException {
        return Frozen.stop(node, daemon(node).pid());
    }

    /** The processes of that node's guard: one, or none. */
    public List<ProcessHandle> guards(StageNode node) {
        return NodeProcesses.guards(node.folder());
    }

    /**
     * Ends everything. The daemons go first, for they would start again what ends, and their guards
     * with them; then the databases are asked, so that they leave no shared memory behind.
     */
    @Override
    public synchronized void close() {
        workers.forEach(Process::destroyForcibly);
        daemons.values().forEach(Process::destroyForcibly);
        daemons.values().forEach(Troupe::awaitEnd);
        stage.nodes().stream()
                .flatMap(node -> NodeProcesses.guards(node.folder()).stream())
                .forEach(ProcessHandle::destroyForcibly);
        stage.carriers().forEach(Postmaster::quit);
        stage.nodes().forEach(node -> NodeProcesses.kill(node.folder()));
    }

    private static void awaitEnd(Process process) {
        try {
            process.waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
