package io.understudy.demo.stage;

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

/** All processes of the demonstration. Whatever it started, it ends, by process id. */
final class Troupe implements AutoCloseable {

    private static final List<String> WORKERS = List.of("worker-1", "worker-2");
    private static final Duration LONGEST_END = Duration.ofSeconds(15);

    private final Stage stage;
    private final Programs programs;
    private final Map<StageNode, Process> daemons = new HashMap<>();
    private final Set<StageNode> frozen = ConcurrentHashMap.newKeySet();
    private final List<Process> workers = new ArrayList<>();

    Troupe(Stage stage, Programs programs) {
        this.stage = stage;
        this.programs = programs;
    }

    void found(StageNode node) throws StageException, InterruptedException {
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

    /** Brings a node in by a one-time token of the founder's, as a person would. */
    void join(StageNode founder, StageNode node) throws StageException, InterruptedException {
        Path token = stage.folder().resolve("token-" + node.id());
        String printed =
                Programs.run(
                        programs.understudy(founder, "token", node.id().name()), founder.folder());
        Files600.write(token, printed);
        Programs.run(
                programs.understudy(node, "join", "--token", "-"), node.folder(), Map.of(), token);
    }

    synchronized void startDaemon(StageNode node) throws StageException {
        daemons.put(
                node,
                Programs.start(
                        programs.understudy(node, "node"), node.folder(), Map.of(), node.log()));
    }

    void startWorkers() throws StageException {
        String servers =
                String.join(
                        ",",
                        stage.carriers().stream()
                                .map(node -> "http://127.0.0.1:" + node.ports().server())
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

    RowWriter rowWriter() {
        return rowWriter("demo");
    }

    /**
     * Writes to whichever is primary.
     *
     * @param run names its rows
     */
    RowWriter rowWriter(String run) {
        return new RowWriter(
                new RowWriterSettings(
                        stage.carriers().stream()
                                .map(node -> "127.0.0.1:" + node.ports().database())
                                .toList(),
                        Scenery.DATABASE,
                        Scenery.ROLE,
                        stage.password(),
                        run,
                        Duration.ofMillis(20)));
    }

    /** Kills daemon, server and database of that node with SIGKILL. */
    void kill(StageNode node) {
        NodeProcesses.kill(node.folder());
    }

    /** Kills that node's daemon, and it alone, with SIGKILL; returns once it is gone. */
    void killDaemon(StageNode node) throws StageException, InterruptedException {
        daemon(node).destroyForcibly().waitFor();
    }

    /** Stops that node's daemon, and it alone, with SIGSTOP. */
    void freeze(StageNode node) throws StageException, InterruptedException {
        signal(node, "-STOP");
        frozen.add(node);
    }

    /** Lets a stopped daemon go on. */
    void thaw(StageNode node) throws StageException, InterruptedException {
        signal(node, "-CONT");
        frozen.remove(node);
    }

    boolean frozen(StageNode node) {
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

    synchronized boolean runs(StageNode node) {
        Process daemon = daemons.get(node);
        return daemon != null && daemon.isAlive();
    }

    /** Asks all daemons to end, which stop what they run, and kills whatever is left. */
    @Override
    public synchronized void close() {
        workers.forEach(Process::destroyForcibly);
        daemons.values().forEach(Process::destroy);
        daemons.values().forEach(Troupe::awaitEnd);
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
