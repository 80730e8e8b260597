package io.understudy.node.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.AddressState;
import io.understudy.core.port.Address;
import io.understudy.node.process.ProgramRunner;
import io.understudy.testkit.AddressContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** By scripts as a user would write them; who has the address is in a file. */
@Timeout(60)
class CommandAddressTest extends AddressContract {

    private static final Epoch SEVEN = new Epoch(7);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String HOLDER = "[ ! -e holder ] || read who <holder; ";

    @TempDir private Path folder;
    private CommandAddress address;

    @BeforeEach
    void write() throws IOException {
        script(
                "take",
                HOLDER
                        + "case $who in ''|ci-a) echo ci-a >holder;; *) echo \"$who answers\"; exit"
                        + " 3;; esac");
        script("release", HOLDER + "[ \"$who\" != ci-a ] || rm holder");
        script(
                "show",
                HOLDER
                        + "case $who in ci-a) exit 0;; '') exit 3;; *) echo \"$who has it\"; exit"
                        + " 3;; esac");
        address = create();
    }

    @Override
    protected Address address() {
        return address;
    }

    @Override
    protected Address addressOfRestartedDaemon() {
        return create();
    }

    @Override
    protected void otherHostTakesIt() {
        hold("somebody-else\n");
    }

    @Override
    protected void otherHostLetsItGo() {
        try {
            Files.delete(folder.resolve("holder"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theyLearnTheEpochAndTheRole() throws IOException {
        script("take", "echo \"$UNDERSTUDY_ROLE $UNDERSTUDY_EPOCH\" >>told");
        script("release", "echo \"$UNDERSTUDY_ROLE\" >>told");

        address.take(SEVEN, LONG);
        address.release(LONG);

        assertThat(folder.resolve("told")).hasContent("primary 7\nstandby");
    }

    @Test
    void anotherHolderIsToldInItsOwnWords() {
        hold("the load balancer of rack 7\n");

        assertThat(address.take(SEVEN, LONG))
                .isEqualTo(
                        new Outcome.Refused(
                                "another host has it: the load balancer of rack 7 answers"));
        assertThat(address.look(LONG))
                .isEqualTo(new AddressState.HeldElsewhere("the load balancer of rack 7 has it"));
    }

    @Test
    void aFailureIsToldByItsLastWords() throws IOException {
        script("take", "echo 'trying'; echo 'HTTP 401' >&2; echo 'key expired' >&2; exit 1");

        assertThat(address.take(SEVEN, LONG))
                .isEqualTo(
                        new Outcome.Failed(
                                "the command that takes it ended with status 1: key expired"));
    }

    @Test
    void whatItSaysIsQuotedInABoundedMannerAndWithoutControlCharacters() throws IOException {
        script("take", "printf '\\033[31m'; head -c 3000000 /dev/zero | tr '\\0' x; exit 1");
        script("show", "printf 'a\\tb\\007c\\nlast \\033[2Jword'; exit 3");

        Outcome outcome = address.take(SEVEN, LONG);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed ->
                                assertThat(failed.why())
                                        .hasSizeLessThan(300)
                                        .doesNotContain("\033"));
        assertThat(address.look(LONG)).isEqualTo(new AddressState.HeldElsewhere("last  [2Jword"));
    }

    @Test
    void oneThatHangsIsKilledWithAllThatItStartedAndMayHaveHappened() throws IOException {
        script("take", "setsid sleep 300 & echo $! >child; sleep 300");
        long began = System.nanoTime();

        Outcome outcome = address.take(SEVEN, SHORT);

        assertThat(outcome)
                .isEqualTo(
                        new Outcome.Unknown(
                                "the command that takes it did not end in time, and was killed"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        awaitEndOfChild();
    }

    @Test
    void aReleaseEndsATakeThatHangsAndComesAfterIt() throws Exception {
        script("take", "echo $$ >child; sleep 300; echo ci-a >holder");
        script("release", "echo released >>order; rm -f holder");
        CompletableFuture<Outcome> taking =
                CompletableFuture.supplyAsync(() -> address.take(SEVEN, LONG));
        await("a take that hangs").until(() -> !read("child").isBlank());

        assertThat(address.release(LONG)).isEqualTo(new Outcome.Done());

        assertThat(taking.get()).isEqualTo(new Outcome.Failed("it was to be given away meanwhile"));
        assertThat(address.look(LONG)).isEqualTo(new AddressState.NotHeld());
        awaitEndOfChild();
    }

    @Test
    void aShowThatFailsSaysNothingOfTheAddress() throws IOException {
        script("show", "echo 'no such project' >&2; exit 1");
        assertThat(address.look(LONG))
                .isEqualTo(
                        new AddressState.Unknown(
                                "the command that shows it ended with status 1: no such project"));

        script("show", "sleep 300");
        assertThat(create().look(SHORT))
                .isEqualTo(
                        new AddressState.Unknown("the command that shows it did not end in time"));
    }

    @Test
    void aProgramThatIsMissingIsAPersonsMatter() throws IOException {
        Files.delete(folder.resolve("show"));
        Files.delete(folder.resolve("take"));

        assertThat(address.look(LONG)).isInstanceOf(AddressState.Unusable.class);
        assertThat(address.take(SEVEN, LONG)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void noShellReadsTheirWords() {
        CommandAddress odd =
                new CommandAddress(
                        new CommandAddress.Settings(
                                List.of(
                                        "/usr/bin/touch",
                                        folder.resolve("a;b $(touch c)").toString()),
                                List.of("/bin/true"),
                                List.of("/bin/true")),
                        new ProgramRunner());

        assertThat(odd.take(SEVEN, LONG)).isEqualTo(new Outcome.Done());
        assertThat(folder.resolve("a;b $(touch c)")).exists();
    }

    private void awaitEndOfChild() {
        await("its end")
                .atMost(Duration.ofSeconds(10))
                .until(() ->
                        ProcessHandle.of(Long.parseLong(read("child").strip()))
                                .filter(ProcessHandle::isAlive)
                                .isEmpty());
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException _) {
            return "";
        }
    }

    private void hold(String who) {
        try {
            Files.writeString(folder.resolve("holder"), who);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private CommandAddress create() {
        return new CommandAddress(
                new CommandAddress.Settings(
                        List.of(folder.resolve("take").toString()),
                        List.of(folder.resolve("release").toString()),
                        List.of(folder.resolve("show").toString())),
                new ProgramRunner());
    }

    private void script(String name, String body) throws IOException {
        Path script = folder.resolve(name);
        Files.writeString(script, "#!/bin/sh\ncd %s\n%s\n".formatted(folder, body));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
