package io.understudy.node.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.Observation;
import io.understudy.node.fence.FenceMethods;
import io.understudy.node.fence.FenceSettings;
import io.understudy.node.process.ProgramRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real commands that go on for much longer than any test. */
@Timeout(60)
class BailiffTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Monotonic CLOCK = Monotonic.system();
    private static final Action.FenceBy ORDER =
            new Action.FenceBy("power", new NodeId("ci-a"), new Epoch(7));

    @TempDir private Path folder;
    private final Inbox inbox = new Inbox(CLOCK);

    @Test
    void whatACommandSaidIsHandedIn() throws Exception {
        try (Bailiff bailiff = bailiff("exit 0")) {
            bailiff.run(ORDER);

            assertThat(next(SOON))
                    .isInstanceOfSatisfying(
                            Observation.FenceMethodEnded.class,
                            ended -> assertThat(ended.outcome()).isEqualTo(new Outcome.Done()));
        }
    }

    @Test
    void whatIsWithdrawnIsKilledWithAllThatItStartedAndSaysNothing() throws Exception {
        try (Bailiff bailiff = bailiff("setsid sleep 300 & echo $! >child; echo $$ >self; wait")) {
            bailiff.run(ORDER);
            List<ProcessHandle> begun = begun();

            bailiff.withdraw();

            awaitEnd(begun);
            assertThat(next(Duration.ofMillis(300))).isInstanceOf(Observation.Tick.class);
        }
    }

    @Test
    void whatIsTriedAnewAfterAWithdrawalIsHandedInOnce() throws Exception {
        try (Bailiff bailiff = bailiff("[ ! -e again ] || exit 3; echo $$ >self; sleep 300")) {
            bailiff.run(ORDER);
            await("a command that runs").atMost(SOON).until(() -> read("self").isPresent());
            bailiff.withdraw();
            Files.createFile(folder.resolve("again"));

            bailiff.run(ORDER);

            assertThat(next(SOON))
                    .isInstanceOfSatisfying(
                            Observation.FenceMethodEnded.class,
                            ended ->
                                    assertThat(ended.outcome())
                                            .isInstanceOf(Outcome.Refused.class));
            assertThat(next(Duration.ofMillis(300))).isInstanceOf(Observation.Tick.class);
        }
    }

    @Test
    void aDaemonThatEndsLeavesNoneOfThem() throws Exception {
        Bailiff bailiff = bailiff("setsid sleep 300 & echo $! >child; echo $$ >self; wait");
        bailiff.run(ORDER);
        List<ProcessHandle> begun = begun();

        bailiff.close();

        awaitEnd(begun);
    }

    private Observation next(Duration longest) throws InterruptedException {
        return inbox.next(CLOCK.now().plus(longest));
    }

    private List<ProcessHandle> begun() {
        await("a command that runs")
                .atMost(SOON)
                .until(() -> read("self").isPresent() && read("child").isPresent());
        return Stream.of("self", "child")
                .map(name -> ProcessHandle.of(read(name).orElseThrow()).orElseThrow())
                .toList();
    }

    private static void awaitEnd(List<ProcessHandle> processes) {
        await("their end")
                .atMost(Duration.ofSeconds(5))
                .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    private Optional<Long> read(String name) {
        try {
            String text = Files.readString(folder.resolve(name)).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Bailiff bailiff(String body) {
        FenceSettings settings =
                new FenceSettings(
                        Map.of(ORDER.node(), "192.0.2.11"),
                        Map.of(
                                "power",
                                new FenceSettings.Command(
                                        List.of("/bin/sh", "-c", "cd " + folder + "; " + body),
                                        List.of(),
                                        Optional.empty(),
                                        LONG)));
        return new Bailiff(new FenceMethods(settings, new ProgramRunner()), inbox, new Defects());
    }
}
