package io.understudy.node.loop;

import static io.understudy.node.loop.TestNodes.A;
import static io.understudy.node.loop.TestNodes.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.FencePlan.Kind;
import io.understudy.core.model.FencePlan.Method;
import io.understudy.node.fence.FenceMethods;
import io.understudy.node.fence.FenceSettings;
import io.understudy.node.process.ProgramRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two loops of the daemon that need a receipt, and a real command that is to give it. */
@Timeout(90)
class FencedPairTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private Optional<LoopPair> opened = Optional.empty();

    @AfterEach
    void close() throws InterruptedException {
        if (opened.isPresent()) {
            opened.get().close();
        }
    }

    @Test
    void theStandbyServesOnceTheCommandHasGivenItsReceiptOfAHostWithoutPower() throws Exception {
        LoopPair pair = open("echo \"$UNDERSTUDY_FENCE_NODE $1\" >> fenced");
        pair.startBoth();

        pair.crash(A);
        pair.awaitActive(B);

        assertThat(folder.resolve("fenced")).hasContent("ci-a 2");
        assertThat(pair.epoch(B)).isEqualTo(new Epoch(2));
    }

    @Test
    void whoServesGivesNoReceiptForAnEpochThatIsNotAfterItsOwn() throws Exception {
        LoopPair pair = open("exit 1");
        pair.startBoth();

        assertThat(pair.desk(A).fence(B, new Epoch(1)))
                .isEqualTo(new Outcome.Refused("ci-a holds epoch 1"));
        assertThat(pair.role(A)).isEqualTo(Role.ACTIVE);
    }

    @Test
    void withoutAReceiptItSaysWhatEachMethodSaidAndServesOnAPersonsWord() throws Exception {
        LoopPair pair = open("echo 'no route to the BMC' >&2; exit 1");
        pair.startBoth();

        pair.crash(A);
        await("a winner that waits")
                .atMost(SOON)
                .until(() -> sentence(pair).contains("power failed"));

        assertThat(pair.role(B)).isEqualTo(Role.FENCING);
        assertThat(sentence(pair))
                .isEqualTo(
                        "No receipt yet that ci-a has stopped: peer is silent: ci-a did not answer;"
                            + " power failed: exit status 1: no route to the BMC. With `fence:"
                            + " required` a receipt is needed, and all are tried again. Where you"
                            + " have made sure that ci-a is off, type `understudy failover --to"
                            + " ci-b --epoch 2 --stopped ci-a`.");

        Outcome answer =
                pair.desk(B).command(new Command.Failover("word", B, new Epoch(2), 0, Set.of(A)));

        assertThat(answer).isEqualTo(new Outcome.Done());
        pair.awaitActive(B);
        assertThat(pair.epoch(B)).isEqualTo(new Epoch(2));
    }

    private static String sentence(LoopPair pair) {
        return pair.desk(B).report().standing().sentence();
    }

    private LoopPair open(String body) throws IOException {
        Path script = folder.resolve("power.sh");
        Files.writeString(script, "#!/bin/sh\ncd %s\n%s\n".formatted(folder, body));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        FencePlan plan =
                new FencePlan(
                        true,
                        List.of(
                                FencePlan.peer(TestNodes.TIMINGS),
                                new Method("power", Kind.COMMAND, DEADLINE)));
        FenceSettings settings =
                new FenceSettings(
                        Map.of(A, "192.0.2.11", B, "192.0.2.12"),
                        Map.of(
                                "power",
                                new FenceSettings.Command(
                                        List.of(script.toString(), "{epoch}"),
                                        List.of(),
                                        Optional.empty(),
                                        DEADLINE)));
        LoopPair pair = new LoopPair(folder, plan, new FenceMethods(settings, new ProgramRunner()));
        opened = Optional.of(pair);
        return pair;
    }
}
