package io.understudy.demo.stage;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Timings;
import io.understudy.node.api.NodeReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Two carriers and a witness that run, and what a test asks of them. */
final class Company implements AutoCloseable {

    static final Timings TIMINGS = Timings.fast();

    /** What processes need besides, on a machine that has much else to do. */
    private static final Duration PROCESSES = Duration.ofSeconds(30);

    /** A look is a whole report by TLS, so fifty a second would slow down what they look at. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(150);

    private final Stage stage;
    private final Troupe troupe;
    private final Audience audience;

    private Company(Stage stage, Troupe troupe, Audience audience) {
        this.stage = stage;
        this.troupe = troupe;
        this.audience = audience;
    }

    static Company gather(Stage stage, Troupe troupe) throws Exception {
        troupe.found(stage.first());
        troupe.startDaemon(stage.first());
        Audience audience = new Audience(stage);
        Company company = new Company(stage, troupe, audience);
        company.await("the first node", () -> audience.report(stage.first().id()));
        company.bringIn(stage.witness());
        company.bringIn(stage.second());
        return company;
    }

    private void bringIn(StageNode node) throws StageException, InterruptedException {
        troupe.join(stage.first(), node);
        troupe.startDaemon(node);
    }

    /**
     * From a kill until somebody serves: at worst the planned move is waited for in vain, then the
     * daemon that comes back sees no change for a ttl, and takes over.
     */
    static Duration longestToServing() {
        return TIMINGS.switchover()
                .plus(TIMINGS.ttl())
                .plus(TIMINGS.ttl())
                .plus(TIMINGS.poll())
                .plus(TIMINGS.fence())
                .plus(PROCESSES);
    }

    /** And until the other is in sync: a stream that does not come is waited for, then repaired. */
    static Duration longestToSync() {
        return longestToServing().plus(TIMINGS.rejoin().multipliedBy(2)).plus(PROCESSES);
    }

    Troupe troupe() {
        return troupe;
    }

    Audience audience() {
        return audience;
    }

    StageNode other(StageNode carrier) {
        return carrier.equals(stage.first()) ? stage.second() : stage.first();
    }

    /** Who serves as primary, by its own word, with the other in sync and a standby by its own. */
    Optional<StageNode> whole() {
        return stage.carriers().stream().filter(this::isWhole).findFirst();
    }

    private boolean isWhole(StageNode primary) {
        StageNode standby = other(primary);
        return audience.report(primary.id())
                        .filter(report -> report.standing().role() == Role.ACTIVE)
                        .flatMap(NodeReport::primacy)
                        .filter(seen -> seen.holder().equals(primary.id()))
                        .filter(seen -> seen.request().isEmpty())
                        .filter(seen -> seen.inSync().contains(standby.id()))
                        .isPresent()
                && audience.report(standby.id())
                        .filter(report -> report.standing().role() == Role.STANDBY)
                        .flatMap(NodeReport::primacy)
                        .filter(seen -> seen.holder().equals(primary.id()))
                        .isPresent();
    }

    StageNode awaitWhole() throws StageException, InterruptedException {
        return await("one that serves and one in sync", this::whole);
    }

    /** Until it serves by its own word, whoever else is there. */
    void awaitServing(StageNode node) throws StageException, InterruptedException {
        await(
                node.id() + " to serve",
                () ->
                        audience.report(node.id())
                                .filter(report -> report.standing().role() == Role.ACTIVE));
    }

    /** Does not wait for the answer, which may never come. */
    void command(StageNode node, Command command) {
        Thread.ofVirtual()
                .start(() -> {
                    if (audience.command(node.id(), command)
                            instanceof Outcome.Refused(String why)) {
                        System.out.println(node.id() + " has refused " + command + ": " + why);
                    }
                });
    }

    <T> T await(String what, Supplier<Optional<T>> question)
            throws StageException, InterruptedException {
        long begin = System.nanoTime();
        Duration longest = longestToSync();
        while (System.nanoTime() - begin < longest.toNanos()) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            Thread.sleep(LOOK_EVERY);
        }
        throw new StageException("waited %d s in vain for %s".formatted(longest.toSeconds(), what));
    }

    @Override
    public void close() {
        audience.close();
        troupe.close();
    }
}
