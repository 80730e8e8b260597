package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Role;
import io.understudy.demo.client.Acknowledged;
import io.understudy.demo.client.RowReport;
import io.understudy.demo.client.RowWriter;
import io.understudy.node.api.NodeReport;
import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A whole cluster of the program as it was built, with a writer of rows and an observer on both
 * sides, to which bad luck is done.
 */
final class Playing implements AutoCloseable {

    static final Duration LONGEST = Duration.ofSeconds(90);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root"), "cli/target/understudy/bin/understudy");

    private final Stage stage;
    private final Programs programs;
    private final Troupe troupe;
    private final Audience audience;
    private final RowWriter rows;
    private final BothSides bothSides;
    private final Disks disks;

    private Playing(Stage stage, Programs programs, Troupe troupe, Audience audience, Disks disks) {
        this.stage = stage;
        this.programs = programs;
        this.disks = disks;
        this.troupe = troupe;
        this.audience = audience;
        this.rows = troupe.rowWriter();
        this.bothSides = new BothSides(stage.carriers(), stage.password());
    }

    /**
     * Returns once rows are written and both databases are in step.
     *
     * @param timing as in understudy.yaml
     */
    static Playing begin(String timing) throws Exception {
        return begin(timing, Disks.Mounting.NONE);
    }

    /**
     * As {@link #begin(String)}, on disks of its own.
     *
     * @param mounting done before anything is in the folders
     */
    static Playing begin(String timing, Disks.Mounting mounting) throws Exception {
        return begin(configuration -> adapted(configuration, timing), mounting);
    }

    /**
     * As {@link #begin(String)}, with a configuration of its own.
     *
     * @param configuration makes the cluster's of that of the demonstration
     */
    static Playing begin(UnaryOperator<String> configuration) throws Exception {
        return begin(configuration, Disks.Mounting.NONE);
    }

    private static Playing begin(UnaryOperator<String> configuration, Disks.Mounting mounting)
            throws Exception {
        Stage stage = Stage.in(Folders.inMemory(), List.of("ci-a", "ci-b", "vote"));
        Disks disks = new Disks();
        Programs programs = new Programs(PROGRAM);
        Troupe troupe = new Troupe(stage, programs);
        try {
            mounting.mount(stage, disks);
            new Scenery(stage, programs, Programs.postgresql().orElseThrow()).set();
            String file = Files.readString(stage.configuration());
            Files.writeString(stage.configuration(), configuration.apply(file));
            Playing playing = new Playing(stage, programs, troupe, gather(stage, troupe), disks);
            playing.rows.start();
            playing.awaitWhole();
            playing.awaitRowAfter(System.nanoTime());
            return playing;
        } catch (Exception e) {
            troupe.close();
            String logs = logs(stage);
            disks.close();
            remove(stage);
            throw new StageException(e.getMessage() + "\n" + logs);
        }
    }

    /**
     * The server gets a child; leases outlast the pauses of a machine that is busy; and each blow
     * moves a cluster that nobody asked to, so that what holds a flapping one is not on trial.
     */
    static String adapted(String configuration, String timing) {
        return configuration
                .replace("timing: fast", "timing: " + timing)
                .replace(
                        "command: [",
                        "command: [\"/bin/sh\", \"-c\", \"sleep 86400 & exec \\\"$@\\\"\","
                                + " \"server\", ")
                .concat("flapping: { moves: 100, within: 1s }\n");
    }

    private static Audience gather(Stage stage, Troupe troupe) throws Exception {
        troupe.found(stage.first());
        troupe.startDaemon(stage.first());
        Audience audience = new Audience(stage);
        await("the first node answers", () -> audience.report(stage.first().id()));
        for (StageNode node : List.of(stage.witness(), stage.second())) {
            troupe.join(stage.first(), node);
            troupe.startDaemon(node);
        }
        return audience;
    }

    Stage stage() {
        return stage;
    }

    /** The first status at that node in which this is found. */
    String awaitStatus(StageNode at, Pattern wanted) throws StageException, InterruptedException {
        AtomicReference<String> latest = new AtomicReference<>("");
        try {
            return await(
                    "the status says " + wanted,
                    () -> {
                        latest.set(status(at));
                        return Optional.of(latest.get()).filter(it -> wanted.matcher(it).find());
                    });
        } catch (StageException e) {
            throw new StageException(
                    "%s; it says%n%s%n%s".formatted(e.getMessage(), latest.get(), logs()));
        }
    }

    /** Or why there is none. */
    private String status(StageNode at) {
        try {
            return type(at, "status");
        } catch (StageException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    Troupe troupe() {
        return troupe;
    }

    /** What the command line prints at that node; one that fails ends in its complaint. */
    String type(StageNode at, String... words) throws StageException, InterruptedException {
        return Programs.run(programs.understudy(at, words), stage.folder());
    }

    /** What the command line prints at the first node, to which that file is given as its input. */
    String typeWith(Path input, String... words) throws StageException, InterruptedException {
        return Programs.run(
                programs.understudy(stage.first(), words), stage.folder(), Map.of(), input);
    }

    /** Lets somebody log in to the page. */
    void addUser(String name, String role, String password)
            throws IOException, StageException, InterruptedException {
        Path file = stage.folder().resolve("password-of-" + name);
        Files600.write(file, password + "\n");
        assertThat(typeWith(file, "user", "add", name, "--role", role))
                .contains(name + " may log in as " + role, "ci-a, ci-b, vote");
    }

    /** Where that node's page is. */
    static String page(StageNode node) {
        return "https://127.0.0.1:%d/".formatted(node.ports().dashboard());
    }

    Audience audience() {
        return audience;
    }

    StageNode other(StageNode carrier) {
        return carrier.equals(stage.first()) ? stage.second() : stage.first();
    }

    /** Who serves, with a healthy server under an armed guard, the other in sync, all voting. */
    Optional<StageNode> whole() {
        return stage.carriers().stream().filter(this::isWhole).findFirst();
    }

    private boolean isWhole(StageNode primary) {
        return audience.report(primary.id())
                        .filter(report -> report.standing().role() == Role.ACTIVE)
                        .filter(report -> is(report.guard().map(guard -> guard.state()), "armed"))
                        .filter(report ->
                                is(report.server().map(server -> server.state()), "healthy"))
                        .flatMap(NodeReport::primacy)
                        .filter(seen -> seen.inSync().contains(other(primary).id()))
                        .isPresent()
                && stage.nodes().stream().allMatch(this::votes)
                && roleOf(other(primary)).equals(Optional.of(Role.STANDBY));
    }

    private static boolean is(Optional<String> found, String wanted) {
        return found.equals(Optional.of(wanted));
    }

    private boolean votes(StageNode node) {
        return audience.report(node.id())
                .filter(report -> report.arbiter().silence().isEmpty())
                .isPresent();
    }

    Disks disks() {
        return disks;
    }

    /** The node's own status says so, in the words of the page on bad input. */
    void awaitSaid(StageNode node, String input)
            throws IOException, StageException, InterruptedException {
        Pattern sentence = BadInputPage.says(input);
        await(node.id() + " says: " + sentence, () -> said(node, sentence));
    }

    /** Its daemon ends, and says why as the last thing in its log. */
    void assertStartsNot(StageNode node, String input)
            throws IOException, StageException, InterruptedException {
        troupe.startDaemon(node);
        await(node.id() + " ends", () -> troupe.runs(node) ? Optional.empty() : Optional.of(true));
        assertThat(Files.readAllLines(node.log()).getLast())
                .containsPattern(BadInputPage.says(input));
    }

    private Optional<Boolean> said(StageNode node, Pattern sentence) {
        try {
            String status = type(node, "status");
            return sentence.matcher(status).find() ? Optional.of(true) : Optional.empty();
        } catch (StageException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    void awaitRole(StageNode node, Role role) throws StageException, InterruptedException {
        await(node.id() + " is " + role, () -> roleOf(node).filter(role::equals));
    }

    private Optional<Role> roleOf(StageNode node) {
        return audience.report(node.id()).map(report -> report.standing().role());
    }

    StageNode awaitWhole() throws StageException, InterruptedException {
        try {
            return await("one serves under an armed guard, one is in sync", this::whole);
        } catch (StageException e) {
            throw new StageException(e.getMessage() + "; " + reports() + "\n" + logs());
        }
    }

    /** What each node says of itself. */
    private List<String> reports() {
        return stage.nodes().stream()
                .map(node ->
                        node.id()
                                + ": "
                                + audience.report(node.id())
                                        .map(report ->
                                                List.of(
                                                                report.standing(),
                                                                report.primacy(),
                                                                report.server(),
                                                                report.guard(),
                                                                report.arbiter())
                                                        .toString())
                                        .orElse("silent"))
                .toList();
    }

    /**
     * Has that node's PostgreSQL begin one segment of its log after the other, until it takes no
     * more.
     */
    void writeMuchTo(StageNode node) throws IOException {
        bothSides.switchSegments(node);
    }

    /** How long after that moment a row was first acknowledged. */
    Acknowledged awaitRowAfter(long nanos) throws StageException, InterruptedException {
        return await("a row is acknowledged", () -> rows.firstAcknowledgedAfter(nanos));
    }

    /** The longest time without an acknowledged row since that moment. */
    Duration gapSince(long nanos) {
        long longest = 0;
        long before = nanos;
        for (Acknowledged row : rows.acknowledged()) {
            if (row.nanos() > nanos) {
                longest = Math.max(longest, row.nanos() - before);
                before = row.nanos();
            }
        }
        return Duration.ofNanos(longest);
    }

    static <T> T await(String what, Supplier<Optional<T>> question)
            throws StageException, InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < LONGEST.toNanos()) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            Thread.sleep(LOOK_EVERY);
        }
        throw new StageException(
                "waited %d s in vain until %s".formatted(LONGEST.toSeconds(), what));
    }

    /** Ends the writing; what went wrong with the rows, if anything. */
    List<String> faults() throws InterruptedException {
        rows.stop();
        bothSides.close();
        RowReport report = rows.report();
        List<String> faults = new ArrayList<>();
        if (!report.clean()) {
            faults.add("rows: " + report.contradictions() + ", " + report.verification());
        }
        if (!bothSides.contradictions().isEmpty()) {
            faults.add("both sides accepted writes: " + bothSides.contradictions());
        }
        System.out.printf(
                "rows: %d acknowledged, %d without an answer, %s%n",
                report.acknowledged(), report.unknown(), report.verification());
        return faults;
    }

    String logs() {
        return logs(stage);
    }

    private static String logs(Stage stage) {
        StringBuilder text = new StringBuilder();
        for (StageNode node : stage.nodes()) {
            text.append(node.id()).append(":\n");
            try {
                List<String> lines =
                        Files.exists(node.log()) ? Files.readAllLines(node.log()) : List.of();
                lines.subList(Math.max(0, lines.size() - 25), lines.size())
                        .forEach(line -> text.append("  ").append(line).append('\n'));
            } catch (IOException e) {
                text.append(e.getMessage()).append('\n');
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        try {
            rows.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        bothSides.close();
        audience.close();
        troupe.close();
        disks.close();
        remove(stage);
    }

    /** Also the guards, which work in no folder of the stage's. */
    private static void remove(Stage stage) throws IOException {
        stage.nodes()
                .forEach(node -> Victim.GUARD.on(node).ifPresent(ProcessHandle::destroyForcibly));
        try (Stream<Path> files = Files.walk(stage.folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
