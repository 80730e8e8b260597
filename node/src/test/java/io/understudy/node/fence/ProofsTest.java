package io.understudy.node.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.core.model.NodeId;
import io.understudy.node.fence.Proofs.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofsTest {

    private static final NodeId B = new NodeId("ci-b");
    private static final NodeId C = new NodeId("ci-c");
    private static final Instant THEN = Instant.ofEpochSecond(1_700_000_000);
    private static final Instant NOW = THEN.plusSeconds(60);

    @TempDir private Path home;

    @Test
    void aNodeThatNeverTestedHasNone() {
        assertThat(proofs().all()).isEmpty();
    }

    @Test
    void theyAreStillThereAfterTheDaemonWasStartedAgain() throws IOException {
        List<Proof> kept =
                List.of(
                        new Proof(B, "peer", THEN, Optional.empty()),
                        new Proof(B, "ssh", THEN, Optional.of("Permission denied, 3 keys tried")));
        proofs().keep(kept);

        assertThat(proofs().all()).isEqualTo(kept);
    }

    @Test
    void aLaterTestReplacesThatOfTheSameNodeAndMethodAlone() throws IOException {
        proofs().keep(
                        List.of(
                                new Proof(B, "ssh", THEN, Optional.of("no route")),
                                new Proof(C, "ssh", THEN, Optional.empty())));
        proofs().keep(List.of(new Proof(B, "ssh", NOW, Optional.empty())));

        assertThat(proofs().all())
                .containsExactly(
                        new Proof(C, "ssh", THEN, Optional.empty()),
                        new Proof(B, "ssh", NOW, Optional.empty()));
    }

    @Test
    void whatAProgramSaidIsOneLineHoweverItWasSaid() throws IOException {
        proofs().keep(
                        List.of(
                                new Proof(
                                        B,
                                        "ssh",
                                        THEN,
                                        Optional.of("no\nci-c ssh 1700000000 proved "))));

        assertThat(proofs().all())
                .singleElement()
                .satisfies(proof -> {
                    assertThat(proof.proved()).isFalse();
                    assertThat(proof.why()).contains("no ci-c ssh 1700000000 proved ");
                });
    }

    @Test
    void aDamagedLineProvesNothingAndHidesNoOther() throws IOException {
        proofs().keep(List.of(new Proof(B, "peer", THEN, Optional.empty())));
        Files.writeString(
                file(),
                "ci-b ssh yesterday proved \n\0\0\0\nci-b ssh\n" + Files.readString(file()));

        assertThat(proofs().all()).containsExactly(new Proof(B, "peer", THEN, Optional.empty()));
    }

    @Test
    void whatIsNoTextProvesNothingUntilTheNextTest() throws IOException {
        Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThat(proofs().all()).isEmpty();

        proofs().keep(List.of(new Proof(B, "peer", THEN, Optional.empty())));
        assertThat(proofs().all()).hasSize(1);
    }

    @Test
    void aHomeThatCantBeWrittenIsTold() {
        Proofs nowhere = new Proofs(home.resolve("gone").resolve("proofs"));

        assertThatThrownBy(
                        () -> nowhere.keep(List.of(new Proof(B, "peer", THEN, Optional.empty()))))
                .isInstanceOf(IOException.class);
    }

    private Proofs proofs() {
        return new Proofs(file());
    }

    private Path file() {
        return home.resolve("proofs");
    }
}
