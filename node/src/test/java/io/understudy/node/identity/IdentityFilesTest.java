package io.understudy.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.pem.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFilesTest {

    @TempDir Path folder;
    private NodeHome home;

    @BeforeEach
    void found() throws IOException {
        home = new NodeHome(folder.resolve("home"));
        Cluster.enrolled(
                new Founding(InstantSource.system())
                        .init(Cluster.writeConfig(folder, 7700), Cluster.A, home));
    }

    @Test
    void readsWhatWasWritten() {
        assertThat(IdentityFiles.read(home, Instant.now()))
                .isInstanceOfSatisfying(
                        IdentityResult.Usable.class,
                        usable -> {
                            Identity identity = usable.identity();
                            assertThat(identity.name()).isEqualTo(Cluster.A);
                            assertThat(identity.daysLeft(Instant.now())).isEqualTo(729);
                            assertThat(identity.authorityDaysLeft(Instant.now())).isEqualTo(3652);
                        });
    }

    @Test
    void saysHowToGetAnIdentity() {
        NodeHome empty = new NodeHome(folder.resolve("empty"));

        assertThat(sentence(empty))
                .isEqualTo(
                        "needed this node's identity, found no folder %s; type: understudy init on"
                                        .formatted(empty.identity())
                                + " the cluster's first node, or understudy join on any other");
    }

    @Test
    void refusesAKeyThatOthersMayRead() throws IOException {
        Files.setPosixFilePermissions(home.key(), PosixFilePermissions.fromString("rw-r-----"));

        assertThat(sentence(home))
                .isEqualTo(
                        ("needed %1$s to be readable by its owner alone (mode 0600), found"
                                        + " rw-r-----; type: chmod 600 %1$s, and where somebody may"
                                        + " have read it, join again")
                                .formatted(home.key()));
    }

    @Test
    void refusesAKeyThatDoesNotFitTheCertificate() throws Exception {
        Files.writeString(home.key(), Pem.of(Authority.newKeyPair().getPrivate()));

        assertThat(sentence(home))
                .startsWith("needed the private key to " + home.certificate() + ", found another");
    }

    @Test
    void refusesADamagedKeyWithoutShowingIt() throws IOException {
        Files.writeString(home.key(), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n");

        assertThat(sentence(home))
                .startsWith("needed a private key as PKCS#8 PEM in " + home.key())
                .doesNotContain("c2VjcmV0");
    }

    @Test
    void refusesAnIdentityWithAFileMissing() throws IOException {
        Files.delete(home.certificate());

        assertThat(sentence(home))
                .isEqualTo(
                        "needed a certificate as PEM in %s, found no such file; restore it from a"
                                        .formatted(home.certificate())
                                + " backup, and keep the folder: it has the cluster's authority");
    }

    @Test
    void letsAnyOtherNodeJoinAgain() throws IOException {
        Files.delete(home.authorityKey());
        Files.delete(home.certificate());

        assertThat(sentence(home))
                .endsWith("found no such file; move the folder away and join again");
    }

    @Test
    void refusesAnotherClustersAuthority() throws IOException, GeneralSecurityException {
        Files.writeString(
                home.authorityCertificate(), Pem.of(Issuer.create().authority().certificate()));

        assertThat(sentence(home))
                .isEqualTo(
                        home.certificate()
                                + ": needed a certificate that this cluster's authority signed,"
                                + " found one in ci-a's name that it did not");
    }

    @Test
    void refusesAnExpiredCertificate() {
        Instant later = Instant.now().plus(Duration.ofDays(731));

        assertThat(IdentityFiles.read(home, later))
                .isInstanceOfSatisfying(
                        IdentityResult.Unusable.class,
                        unusable ->
                                assertThat(unusable.why())
                                        .startsWith(
                                                home.certificate()
                                                        + ": needed a valid certificate, found that"
                                                        + " the certificate of ci-a expired at "));
    }

    @Test
    void renewsAnExpiredCertificateOfTheFounder() throws IOException {
        Instant later = Instant.now().plus(Duration.ofDays(731));

        Cluster.enrolled(new Renewal(InstantSource.fixed(later)).renew(home));

        assertThat(IdentityFiles.read(home, later)).isInstanceOf(IdentityResult.Usable.class);
    }

    @Test
    void renewsNothingWithoutTheAuthority() throws IOException {
        Files.delete(home.authorityKey());

        assertThat(new Renewal(InstantSource.system()).renew(home))
                .isInstanceOfSatisfying(
                        Enrolment.Refused.class,
                        refused ->
                                assertThat(refused.why())
                                        .startsWith(
                                                "needed the cluster's authority key, found no "));
    }

    private static String sentence(NodeHome home) {
        return switch (IdentityFiles.read(home, Instant.now())) {
            case IdentityResult.Unusable(String why) -> why;
            case IdentityResult.Usable usable -> throw new AssertionError("taken: " + usable);
        };
    }
}
