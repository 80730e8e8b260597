package io.understudy.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.api.TrustEverybody;
import io.understudy.node.pem.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that change while a page is open, as a browser is shown them. */
class PageKeysTest {

    @TempDir Path folder;
    private final AtomicLong clock = new AtomicLong(1);
    private Path certificate = Path.of("x");
    private Path key = Path.of("x");
    private Path home = Path.of("x");
    private Optional<Identity> clusters = Optional.empty();
    private Optional<TestAuthority> authority = Optional.empty();
    private Optional<PageKeys> opened = Optional.empty();

    @BeforeEach
    void show() throws Exception {
        certificate = folder.resolve("page.crt");
        key = folder.resolve("page.key");
        home = folder.resolve("home");
        authority = Optional.of(new TestAuthority());
        renew();
        issue("first");
        opened = Optional.of(open());
    }

    private PageKeys keys() {
        return opened.orElseThrow();
    }

    private PageKeys open() throws Exception {
        return open(Optional.of(new PageCertificate(certificate, key)));
    }

    private PageKeys open(Optional<PageCertificate> own) throws Exception {
        return new PageKeys(
                own,
                PageCertificate.of(new NodeHome(home)),
                new ClusterTls(clusters.orElseThrow(), InstantSource.system()).page(),
                clock::get);
    }

    /** As `understudy renew` or another join does it: all of this node's files are new. */
    private void renew() throws Exception {
        Identity identity = authority.orElseThrow().identity("ci-a", Purpose.NODE);
        NodeHome files = new NodeHome(home);
        Files.createDirectories(files.identity());
        Files.writeString(files.authorityCertificate(), Pem.of(identity.authority()));
        Files.writeString(files.key(), Pem.of(identity.key()));
        Files.writeString(files.certificate(), Pem.of(identity.certificate()));
        clusters = Optional.of(identity);
        later();
    }

    private Certificate clusters() {
        return clusters.orElseThrow().certificate();
    }

    @Test
    void theClustersOwnRenewedOneIsShownWithoutARestart() throws Exception {
        opened = Optional.of(open(Optional.empty()));
        Certificate before = shown();
        assertThat(before).isEqualTo(clusters());
        renew();

        assertThat(shown()).isEqualTo(clusters()).isNotEqualTo(before);
        assertThat(keys().trouble()).isEmpty();
    }

    @Test
    void filesOfTheClusterThatAreGoneChangeNothingButAreSaid() throws Exception {
        opened = Optional.of(open(Optional.empty()));
        Files.delete(new NodeHome(home).certificate());
        later();

        assertThat(keys().trouble().orElseThrow())
                .contains("node.crt, found no file; the page shows the one before");
        assertThat(shown()).isEqualTo(clusters());
    }

    @Test
    void aRenewedCertificateIsShownToWhoeverComesThen() throws Exception {
        Certificate before = shown();
        issue("second");

        assertThat(before).isNotEqualTo(inFile());
        assertThat(shown()).isEqualTo(inFile());
        assertThat(keys().trouble()).isEmpty();
    }

    @Test
    void aBrokenOneIsSaidAndTheOneBeforeGoesOn() throws Exception {
        Certificate before = shown();
        Files.writeString(certificate, "nothing");
        later();

        assertThat(keys().trouble().orElseThrow())
                .startsWith("needed a certificate in " + certificate)
                .endsWith("the page shows the one before until that is mended");
        assertThat(shown()).isEqualTo(before);

        issue("third");
        assertThat(shown()).isEqualTo(inFile()).isNotEqualTo(before);
        assertThat(keys().trouble()).isEmpty();
    }

    @Test
    void aCertificateThatCameBeforeItsKeyWaitsForIt() throws Exception {
        Certificate before = shown();
        Path keyBefore = Files.copy(key, folder.resolve("before.key"));
        issue("second");
        Path fresh = Files.move(key, folder.resolve("fresh.key"));
        Files.move(keyBefore, key);

        assertThat(shown()).isEqualTo(before);
        assertThat(keys().trouble().orElseThrow()).contains("the key of another certificate");

        Files.move(fresh, key, StandardCopyOption.REPLACE_EXISTING);
        later();
        assertThat(shown()).isEqualTo(inFile());
    }

    @Test
    void whereThereWasNoneTheClustersOwnIsShownUntilThereIs() throws Exception {
        Files.delete(certificate);
        opened = Optional.of(open());

        assertThat(shown()).isEqualTo(clusters());
        assertThat(keys().trouble().orElseThrow())
                .contains("found no file", "the cluster's own certificate until that is mended");
        renew();
        assertThat(shown()).isEqualTo(clusters());

        issue("second");
        assertThat(shown()).isEqualTo(inFile());
        assertThat(keys().trouble()).isEmpty();
    }

    private void issue(String name) throws IOException {
        var issued =
                new io.understudy.testkit.TestAuthority(name).issue("ci-a", folder.resolve(name));
        Files.copy(issued.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(issued.key(), key, StandardCopyOption.REPLACE_EXISTING);
        later();
    }

    private void later() {
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
    }

    private Certificate inFile() throws Exception {
        try (var in = Files.newInputStream(certificate)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** By a handshake of a client that has never been here. */
    private Certificate shown() throws Exception {
        later();
        SSLContext client =
                TrustEverybody.context(new TestAuthority().identity("ci-b", Purpose.NODE));
        try (SSLServerSocket server =
                (SSLServerSocket)
                        keys().context()
                                .getServerSocketFactory()
                                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(server));
            try (SSLSocket socket =
                    (SSLSocket)
                            client.getSocketFactory()
                                    .createSocket(server.getInetAddress(), server.getLocalPort())) {
                socket.startHandshake();
                return socket.getSession().getPeerCertificates()[0];
            }
        }
    }

    private static void greet(SSLServerSocket server) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            socket.startHandshake();
        } catch (IOException _) {
            // The client has what it came for.
        }
    }
}
