package io.understudy.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoiningTest {

    @TempDir Path folder;
    private Cluster cluster;
    private NodeHome home;
    private final Joining joining = new Joining(InstantSource.system(), Duration.ofSeconds(10));

    @BeforeEach
    void found() throws IOException {
        cluster = Cluster.found(folder);
        home = new NodeHome(folder.resolve("ci-b"));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void bringsANodeInWithEverythingThatItNeeds() throws IOException {
        Identity identity = Cluster.enrolled(joining.join(cluster.token(Cluster.B), home));

        assertThat(identity.self())
                .isEqualTo(new PeerIdentity(cluster.identity().cluster(), Cluster.B, Purpose.NODE));
        assertThat(IdentityFiles.read(home, Instant.now()))
                .isEqualTo(new IdentityResult.Usable(identity));
        assertThat(identity.daysLeft(Instant.now())).isEqualTo(729);
        assertThat(home.config()).hasSameTextualContentAs(cluster.founder().config());
        assertThat(home.secret(Secret.POSTGRESQL_PASSWORD))
                .hasSameTextualContentAs(cluster.founder().secret(Secret.POSTGRESQL_PASSWORD));
        assertThat(home.isFounder()).isFalse();
        assertThat(home.authorityKey()).doesNotExist();
    }

    @Test
    void leavesNothingThatAnotherUserMayRead() throws IOException {
        Cluster.enrolled(joining.join(cluster.token(Cluster.B), home));

        for (NodeHome each : List.of(home, cluster.founder())) {
            try (Stream<Path> files = Files.walk(each.root())) {
                assertThat(files)
                        .allSatisfy(file ->
                                assertThat(
                                                PosixFilePermissions.toString(
                                                        Files.getPosixFilePermissions(file)))
                                        .endsWith("------"));
            }
        }
    }

    @Test
    void takesATokenOnceAlsoAfterARestartOfTheFounder() throws IOException {
        JoinToken token = cluster.token(Cluster.B);
        Cluster.enrolled(joining.join(token, home));

        assertThat(joining.join(token, new NodeHome(folder.resolve("thief"))))
                .isEqualTo(
                        new Enrolment.Refused(
                                "needed a token that was not used yet, found one that was; type on"
                                        + " ci-a: understudy token ci-b"));
        assertThat(
                        new Admission(cluster.founder(), InstantSource.system())
                                .admit(
                                        token.identity().certificate(),
                                        new JoinRequest("ci-b", request())))
                .isInstanceOf(JoinAnswer.Refused.class);
    }

    @Test
    void answersTheSameKeyAgainSinceItsFirstAnswerMayBeLost() throws IOException {
        Admission admission = new Admission(cluster.founder(), InstantSource.system());
        JoinToken token = cluster.token(Cluster.B);
        JoinRequest request = new JoinRequest("ci-b", request());

        assertThat(admission.admit(token.identity().certificate(), request))
                .isInstanceOf(JoinAnswer.Admitted.class);
        assertThat(admission.admit(token.identity().certificate(), request))
                .isInstanceOf(JoinAnswer.Admitted.class);
    }

    @Test
    void refusesATokenOfAnotherNode() {
        JoinToken token = cluster.token(Cluster.B);

        assertThat(
                        new Admission(cluster.founder(), InstantSource.system())
                                .admit(
                                        token.identity().certificate(),
                                        new JoinRequest("vote", request())))
                .isEqualTo(
                        new JoinAnswer.Refused(
                                "needed a token for vote, found one for ci-b; type on the founder:"
                                        + " understudy token vote"));
    }

    @Test
    void refusesANodesCertificateWhereATokenIsNeeded() {
        assertThat(
                        new Admission(cluster.founder(), InstantSource.system())
                                .admit(
                                        cluster.identity().certificate(),
                                        new JoinRequest("ci-a", request())))
                .isEqualTo(
                        new JoinAnswer.Refused(
                                "needed a certificate for joining, found ci-a's for a node"));
    }

    @Test
    void refusesAnExpiredTokenBeforeAskingAnybody() {
        Instant past = Instant.now().minus(Duration.ofHours(2));
        JoinToken token = cluster.token(Cluster.B, InstantSource.fixed(past));

        assertThat(joining.join(token, home))
                .isInstanceOfSatisfying(
                        Enrolment.Refused.class,
                        refused ->
                                assertThat(refused.why())
                                        .startsWith(
                                                "needed a token that is still valid, found one that"
                                                        + " expired at ")
                                        .endsWith("; type on ci-a: understudy token ci-b"));
        assertThat(home.root()).doesNotExist();
    }

    @Test
    void letsNobodyInWithAnExpiredTokenWhateverTheirClockSays() {
        Instant past = Instant.now().minus(Duration.ofHours(2));
        JoinToken token = cluster.token(Cluster.B, InstantSource.fixed(past));
        Joining liar = new Joining(InstantSource.fixed(past), Duration.ofSeconds(10));

        assertThat(liar.join(token, home)).isInstanceOf(Enrolment.Failed.class);
        assertThat(home.root()).doesNotExist();
    }

    @Test
    void saysThatNothingListens() {
        JoinToken token = cluster.token(Cluster.B);
        cluster.close();

        assertThat(joining.join(token, home))
                .isEqualTo(
                        new Enrolment.Failed(
                                "needed ci-a at 127.0.0.1:%d to answer, found that nothing listens"
                                                .formatted(cluster.port())
                                        + " there; is `understudy node` running on it?"));
    }

    @Test
    void neverReplacesAnIdentity() throws IOException {
        Cluster.enrolled(joining.join(cluster.token(Cluster.B), home));
        String before = Files.readString(home.key());

        assertThat(joining.join(cluster.token(Cluster.B), home))
                .isInstanceOfSatisfying(
                        Enrolment.Refused.class,
                        refused ->
                                assertThat(refused.why())
                                        .contains("needed a home without an identity"));
        assertThat(Files.readString(home.key())).isEqualTo(before);
    }

    @Test
    void readsATokenFromItsText() {
        JoinToken token = cluster.token(Cluster.B);

        assertThat(JoinToken.parse(token.text() + "\n")).contains(token);
        assertThat(JoinToken.parse("understudy-join-e30")).isEmpty();
        assertThat(JoinToken.parse(token.text().substring(0, 400))).isEmpty();
        assertThat(JoinToken.parse("hello")).isEmpty();
        assertThat(token.toString()).doesNotContain("key");
    }

    private static String request() {
        try {
            return SigningRequest.write(Cluster.B, Authority.newKeyPair());
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
