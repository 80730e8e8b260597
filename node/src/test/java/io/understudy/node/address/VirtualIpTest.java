package io.understudy.node.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.AddressState;
import io.understudy.core.port.Address;
import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import io.understudy.testkit.AddressContract;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** By the guard's program, in a network namespace, with another host in a second one. */
class VirtualIpTest extends AddressContract {

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root", ".."))
                    .resolve("node/target/guard/understudy-guard");
    private static final List<VirtualAddress> ADDRESSES =
            List.of(
                    VirtualAddress.parse("192.0.2.50/24", "", "eth0"),
                    VirtualAddress.parse("2001:db8::50/64", "", "eth0"));

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Epoch SEVEN = new Epoch(7);
    private static final String WRONG = "02:00:00:00:00:99";

    private final String own = "understudy-" + ProcessHandle.current().pid() + "-a";
    private final String other = "understudy-" + ProcessHandle.current().pid() + "-b";
    private final List<VirtualIp> opened = new ArrayList<>();
    private final ProgramRunner runner = new ProgramRunner();

    @BeforeEach
    void makeNamespaces() {
        assumeTrue(
                succeeds("ip", "netns", "add", own),
                "needed root to make network namespaces, found that none can be made");
        ip("netns", "add", other);
        ip(
                "link", "add", "name", "eth0", "netns", own, "type", "veth", "peer", "name", "eth0",
                "netns", other);
        ip("-netns", own, "link", "set", "eth0", "up");
        ip("-netns", other, "link", "set", "eth0", "up");
        // The kernel tells of a new link by a worker of its own, up to a second later.
        await("a link").atMost(SOON).until(() -> hasLink(own) && hasLink(other));
        opened.add(create());
    }

    private boolean hasLink(String namespace) {
        return run("ip", "-netns", namespace, "-brief", "link", "show", "dev", "eth0")
                        instanceof RunResult.Exited(int status, String output, var _)
                && status == 0
                && output.contains("LOWER_UP")
                && output.contains(" UP ");
    }

    @AfterEach
    void removeNamespaces() {
        opened.forEach(VirtualIp::close);
        succeeds("ip", "netns", "delete", own);
        succeeds("ip", "netns", "delete", other);
    }

    private VirtualIp create() {
        return new VirtualIp(
                new VirtualIp.Settings(
                        List.of("ip", "netns", "exec", own, PROGRAM.toString()),
                        ADDRESSES,
                        this::addressesOf));
    }

    private Optional<Set<InetAddress>> addressesOf(String device) throws SocketException {
        RunResult shown = run("ip", "-netns", own, "-brief", "address", "show", "dev", device);
        if (!(shown instanceof RunResult.Exited(int status, String output, var _)) || status != 0) {
            throw new SocketException(shown.toString());
        }
        return Optional.of(
                Arrays.stream(output.strip().split("\\s+", -1))
                        .skip(2)
                        .map(word -> InetAddress.ofLiteral(word.substring(0, word.indexOf('/'))))
                        .collect(Collectors.toSet()));
    }

    @Override
    protected Address address() {
        return opened.getFirst();
    }

    @Override
    protected Address addressOfRestartedDaemon() {
        opened.add(create());
        return opened.getLast();
    }

    @Override
    protected void otherHostTakesIt() {
        ip("-netns", other, "address", "add", "2001:db8::50/64", "dev", "eth0", "nodad");
    }

    @Override
    protected void otherHostLetsItGo() {
        ip("-netns", other, "address", "delete", "2001:db8::50/64", "dev", "eth0");
    }

    @Test
    void whoAnswersIsToldWithoutTakingIt() {
        otherHostTakesIt();

        assertThat(address().ask(SOON)).isInstanceOf(Outcome.Refused.class);
        assertThat(address().look(SOON)).isInstanceOf(AddressState.HeldElsewhere.class);
    }

    /** Nothing else shows that it was not asked again: who has got it meanwhile is not noticed. */
    @Test
    void oneThatNobodyHadAMomentAgoIsAddedWithoutAskingAgain() {
        assertThat(address().ask(SOON)).isEqualTo(new Outcome.Done());
        otherHostTakesIt();

        assertThat(address().take(SEVEN, SOON)).isEqualTo(new Outcome.Done());
        assertThat(address().look(SOON)).isEqualTo(new AddressState.Held());
    }

    @Test
    void anAnswerOfLongAgoCountsForNothing() {
        assertThat(address().ask(SOON)).isEqualTo(new Outcome.Done());
        long asked = System.nanoTime();
        otherHostTakesIt();
        await("an answer that is old")
                .atMost(SOON)
                .until(() -> System.nanoTime() - asked > Address.ANSWER_LASTS.toNanos());

        assertThat(address().take(SEVEN, SOON)).isInstanceOf(Outcome.Refused.class);
        assertThat(address().look(SOON)).isInstanceOf(AddressState.HeldElsewhere.class);
    }

    @Test
    void anAnswerCountsForOneTakeAndNoneAfterARelease() {
        address().ask(SOON);
        address().release(SOON);
        otherHostTakesIt();

        assertThat(address().take(SEVEN, SOON)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aNeighbourThatKnowsTheOldHostIsToldAgain() {
        knownAt(other, WRONG);
        assertThat(address().take(SEVEN, SOON)).isEqualTo(new Outcome.Done());
        awaitKnownAt(other, ownHardwareAddress());

        // One that has missed the first hears the next one, which comes within half a second.
        knownAt(other, WRONG);
        awaitKnownAt(other, ownHardwareAddress());
    }

    /** It takes as long as the pauses between two tellings, and between two defences. */
    @Test
    @Tag("long")
    void neighboursAreToldAgainOnceAnotherHostHasCeasedToClaimTheAddress() {
        assertThat(address().take(SEVEN, SOON)).isEqualTo(new Outcome.Done());
        long taken = System.nanoTime();
        await("the last telling for 8 s")
                .atMost(SOON)
                .until(() -> System.nanoTime() - taken > Duration.ofMillis(8500).toNanos());
        ip("-netns", other, "address", "add", "192.0.2.50/24", "dev", "eth0");
        // Its question for somebody else claims the address for it.
        succeeds(
                "ip",
                "netns",
                "exec",
                other,
                "ping",
                "-c1",
                "-W1",
                "-I",
                "192.0.2.50",
                "192.0.2.9");
        ip("-netns", other, "address", "delete", "192.0.2.50/24", "dev", "eth0");
        ip("-netns", other, "address", "add", "192.0.2.7/24", "dev", "eth0");
        knownAt(other, WRONG);

        await("told again 3 s after the last claim")
                .atMost(Duration.ofSeconds(6))
                .until(() -> knownAt(other).contains(ownHardwareAddress()));
        assertThat(address().look(SOON)).isEqualTo(new AddressState.Held());
    }

    private void knownAt(String space, String hardware) {
        ip(
                "-netns",
                space,
                "neigh",
                "replace",
                "192.0.2.50",
                "lladdr",
                hardware,
                "dev",
                "eth0",
                "nud",
                "stale");
        assertThat(knownAt(space)).contains(hardware);
    }

    private String knownAt(String space) {
        return output("ip", "-netns", space, "neigh", "show", "192.0.2.50", "dev", "eth0");
    }

    private void awaitKnownAt(String space, String hardware) {
        await("the right hardware address")
                .atMost(Duration.ofSeconds(4))
                .until(() -> knownAt(space).contains(hardware));
    }

    private String ownHardwareAddress() {
        return output("ip", "-netns", own, "-brief", "link", "show", "dev", "eth0")
                .strip()
                .split("\\s+", -1)[2];
    }

    private String output(String... command) {
        return run(command) instanceof RunResult.Exited(var _, String output, var _) ? output : "";
    }

    private void ip(String... words) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        assertThat(succeeds(command.toArray(String[]::new))).as(String.join(" ", command)).isTrue();
    }

    private boolean succeeds(String... command) {
        return run(command) instanceof RunResult.Exited(int status, var _, var _) && status == 0;
    }

    private RunResult run(String... command) {
        try {
            return runner.run(Program.of(command), Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
