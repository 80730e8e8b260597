package io.understudy.lab.cluster;

import io.understudy.core.decision.Role;
import io.understudy.core.model.NodeId;
import io.understudy.lab.Buildbot;
import io.understudy.lab.Host;
import io.understudy.lab.Installation;
import io.understudy.lab.Lab;
import io.understudy.lab.LabException;
import io.understudy.lab.observer.Commit.Row;
import io.understudy.lab.observer.Ledger;
import io.understudy.lab.observer.Observer;
import io.understudy.node.api.NodeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A cluster of two carriers and a witness on the hosts of a lab, with an observer of its rows. */
public final class LabCluster implements AutoCloseable {

    private static final Duration LONGEST_FOUNDING = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int DATABASE = 5432;

    /** Moves with the primary; the only one that a client knows. */
    public static final String VIRTUAL_ADDRESS = "192.0.2.50";

    private final Lab lab;
    private final Operator operator = new Operator();
    private final Path password;
    private final List<Host> nodes;
    private final Ledger ledger = new Ledger(Observer.CLIENT);
    private final CarriedFolder carried = new CarriedFolder();
    private final List<Observer> observers = new ArrayList<>();

    /**
     * What one is made of.
     *
     * @param folder of the lab, which is made
     * @param program the package, or the folder of the program as it was built
     * @param configuration understudy.yaml
     * @param clocks whether the nodes' hosts have wall clocks that can be set
     * @param buildbot whether the server that it protects is Buildbot, and not the lab's own
     */
    public record Setting(
            Path folder, Path program, String configuration, boolean clocks, boolean buildbot) {

        /** With the lab's own server. */
        public Setting(Path folder, Path program, String configuration, boolean clocks) {
            this(folder, program, configuration, clocks, false);
        }
    }

    private LabCluster(Lab lab, Path folder) throws LabException {
        this.lab = lab;
        this.password = folder.resolve("password");
        this.nodes = List.of(lab.host("ci-a"), lab.host("ci-b"), lab.host("vote"));
    }

    /**
     * Makes the hosts, installs the product as its README says, and begins to observe; returns once
     * the cluster is whole and a client's rows are acknowledged.
     */
    public static LabCluster begin(Setting setting) throws LabException, InterruptedException {
        Lab lab = Lab.in(setting.folder());
        LabCluster cluster = new LabCluster(lab, setting.folder());
        try {
            lab.make();
            if (setting.clocks()) {
                for (Host node : cluster.nodes) {
                    node.giveClock();
                }
            }
            Installation product =
                    new Installation(lab, setting.program(), Installation.newestPostgresql());
            product.unpack();
            if (setting.buildbot()) {
                new Buildbot(lab).install(Installation.newestPostgresql());
            } else {
                cluster.putServer();
                cluster.carried.change(cluster.nodes.getFirst(), CarriedFolder.LITTLE);
            }
            product.found(setting.configuration());
            cluster.awaitWhole(LONGEST_FOUNDING);
            cluster.observe();
            return cluster;
        } catch (LabException | InterruptedException | RuntimeException e) {
            try {
                cluster.close();
            } catch (LabException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private void putServer() throws LabException {
        for (Host carrier : carriers()) {
            carrier.put(LabCluster.class, "/io/understudy/lab/server.pl", "/srv/server.pl");
        }
    }

    private void observe() throws LabException, InterruptedException {
        try {
            Files.writeString(password, Installation.PASSWORD);
        } catch (IOException e) {
            throw new LabException("needed to write " + password + ", found: " + e, e);
        }
        begin(
                lab.host("workers"),
                Observer.CLIENT + "=%s:%d@20".formatted(VIRTUAL_ADDRESS, DATABASE));
        for (Host carrier : carriers()) {
            // From its own network: one that is cut off may have clients there, too.
            begin(carrier, "at-%s=127.0.0.1:%d@50".formatted(carrier.name(), DATABASE));
        }
        long now = System.nanoTime();
        await("a client's row", LONGEST_FOUNDING, () -> ledger.firstAfter(now));
    }

    private void begin(Host from, String pen) throws LabException {
        observers.add(Observer.start(ledger, from, password, pen));
    }

    /** A cluster of this timing with a server, to which bad luck may be done as often as wanted. */
    public static String configuration(String timing) {
        return untiring(timing)
                + """
                address: { virtual-ip: 192.0.2.50/24, interface: eth0 }
                server:
                  command: [/usr/bin/perl, /srv/server.pl, "8153"]
                  directory: /srv
                  probe: { http: "http://127.0.0.1:8153/", every: 200ms, timeout: 1s }
                  stop-timeout: 2s
                """
                + CarriedFolder.configuration();
    }

    /** The same with Buildbot as its server. */
    public static String configurationOfBuildbot(String timing) {
        return untiring(timing) + Buildbot.configuration();
    }

    private static String untiring(String timing) {
        return Installation.plain().replace("timing: fast", "timing: " + timing)
                + "flapping: { moves: 100, within: 1s }\n";
    }

    public Lab lab() {
        return lab;
    }

    public Operator operator() {
        return operator;
    }

    /** What the observers saw so far. */
    public Ledger ledger() {
        return ledger;
    }

    /** What the cluster carries for the lab's own server. */
    public CarriedFolder carried() {
        return carried;
    }

    /** The two with a database and a server. */
    public List<Host> carriers() {
        return nodes.subList(0, 2);
    }

    /** The carriers and the witness. */
    public List<Host> nodes() {
        return nodes;
    }

    public Host witness() {
        return nodes.getLast();
    }

    public Host other(Host carrier) {
        return carrier.equals(carriers().getFirst()) ? carriers().getLast() : carriers().getFirst();
    }

    /** Who serves, with the other in sync and all voting; empty while anything is amiss. */
    public Optional<Host> whole() {
        return carriers().stream().filter(this::isWhole).findFirst();
    }

    private boolean isWhole(Host primary) {
        Host standby = other(primary);
        return saying(primary, report -> serves(report, new NodeId(standby.name())))
                && saying(standby, report -> report.standing().role() == Role.STANDBY)
                && nodes.stream()
                        .allMatch(node ->
                                saying(node, report -> report.arbiter().silence().isEmpty()));
    }

    private boolean saying(Host host, Predicate<NodeReport> wanted) {
        return operator.report(host).filter(wanted).isPresent();
    }

    private static boolean serves(NodeReport report, NodeId standby) {
        return report.standing().role() == Role.ACTIVE
                && report.guard().filter(guard -> guard.state().equals("armed")).isPresent()
                && report.server().filter(server -> server.state().equals("healthy")).isPresent()
                && report.primacy()
                        .filter(primacy -> primacy.inSync().contains(standby))
                        .isPresent();
    }

    /** Returns who serves, once the cluster is whole. */
    public Host awaitWhole(Duration longest) throws LabException, InterruptedException {
        return await(
                "one serves under an armed guard, the other is in sync, and all vote",
                longest,
                this::whole);
    }

    /** A condition that may fail to be known for a while. */
    public interface Question<T> {
        Optional<T> ask() throws LabException;
    }

    /** Waits for it; the failure says what each node said of itself then. */
    public <T> T await(String what, Duration longest, Question<T> question)
            throws LabException, InterruptedException {
        long due = System.nanoTime() + longest.toNanos();
        while (true) {
            Optional<T> answer = question.ask();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > due) {
                throw new LabException(
                        "waited %d s in vain until %s; %s"
                                .formatted(longest.toSeconds(), what, standings()));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    /** What each node says of itself, a line each. */
    public String standings() {
        StringBuilder text = new StringBuilder();
        for (Host node : nodes) {
            text.append("\n  ").append(node.name()).append(": ");
            text.append(
                    operator.report(node)
                            .map(report ->
                                    "%s, %s; database %s; server %s; %s"
                                            .formatted(
                                                    report.standing().role(),
                                                    report.standing().sentence(),
                                                    report.database(),
                                                    report.server(),
                                                    report.arbiter()))
                            .orElse(node.hasPower() ? "silent" : "without power"));
        }
        return text.toString();
    }

    /** The observer's rows that a node's PostgreSQL has. */
    public Set<Row> rows(Host at) throws LabException {
        Set<Row> rows = new HashSet<>();
        at.shell(
                        "PGPASSWORD=%s psql -X -A -t -F ' ' -h 127.0.0.1 -U postgres -c 'SELECT run, number FROM demo_rows'"
                                .formatted(Installation.PASSWORD))
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(words -> rows.add(new Row(words[0], Long.parseLong(words[1]))));
        return rows;
    }

    /** The last lines of each daemon's log. */
    public String logs(int lines) {
        StringBuilder text = new StringBuilder();
        for (Host node : nodes) {
            text.append(node.name()).append(":\n");
            try {
                List<String> all = Files.readAllLines(node.file(Installation.LOG));
                all.subList(Math.max(0, all.size() - lines), all.size())
                        .forEach(line -> text.append("  ").append(line).append('\n'));
            } catch (IOException e) {
                text.append("  ").append(e.getMessage()).append('\n');
            }
        }
        return text.toString();
    }

    /** Ends the observers and the lab. */
    @Override
    public void close() throws LabException {
        observers.forEach(Observer::close);
        lab.remove();
    }
}
