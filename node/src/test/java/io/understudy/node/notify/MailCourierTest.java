package io.understudy.node.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.node.notify.Channel.Security;
import io.understudy.testkit.ClaimedPorts;
import io.understudy.testkit.TestAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against Debian's aiosmtpd, with TLS and a login. */
class MailCourierTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path AIOSMTPD = Path.of("/usr/lib/python3/dist-packages/aiosmtpd");
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir private Path folder;
    private TestAuthority.Issued issued;
    private Optional<Process> server = Optional.empty();
    private Optional<BufferedReader> mails = Optional.empty();

    @BeforeEach
    void needsTheServer() throws IOException {
        assumeTrue(
                Files.isExecutable(PYTHON) && Files.isDirectory(AIOSMTPD),
                "needed aiosmtpd; type: apt-get install python3-aiosmtpd");
        issued = new TestAuthority("mail").issue("mail", folder.resolve("tls"));
        password("a long enough password");
    }

    @AfterEach
    void end() {
        server.ifPresent(Process::destroyForcibly);
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void aMailComesByAProtectedWay(Security security) throws Exception {
        int port = start(security);

        assertThat(deliver(port, security, "ops@example.org")).isEqualTo(new Delivery.Done());

        String mail = mails.orElseThrow().readLine();
        assertThat(mail)
                .contains(
                        "\"subject\": \"[acme] CRITICAL: nobody serves: ci-a is silent\"",
                        "\"tls\": true",
                        "\"to\": [\"ops@example.org\"]",
                        "\"key\": \"acme/service\"",
                        "\"id\": \"<0b5f8c6e-1111-2222-3333-444455556666@ci-b.acme>\"",
                        "has not renewed its lease.\\r\\n\\r\\nWhat to do: Start ci-a again.");
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() throws Exception {
        int port = start(Security.STARTTLS);
        password("another password");

        assertThat(deliver(port, Security.STARTTLS, "ops@example.org"))
                .isInstanceOfSatisfying(
                        Delivery.Later.class,
                        later ->
                                assertThat(later.why())
                                        .contains("refuses the login of understudy")
                                        .doesNotContain("another password"));
    }

    @Test
    void aRecipientThatTheServerDoesNotKnowIsANo() throws Exception {
        int port = start(Security.STARTTLS);

        assertThat(deliver(port, Security.STARTTLS, "nobody@example.org"))
                .isInstanceOfSatisfying(
                        Delivery.Refused.class,
                        refused -> assertThat(refused.why()).contains("there is no such person"));
    }

    @Test
    void aServerOfAnotherAuthorityGetsNothing() throws Exception {
        int port = start(Security.STARTTLS);
        Path other = new TestAuthority("others").issue("mail", folder.resolve("other")).authority();

        assertThat(
                        new MailCourier()
                                .deliver(
                                        email(port, Security.STARTTLS, "ops@example.org", other),
                                        Letters.SERVICE,
                                        DEADLINE))
                .isInstanceOf(Delivery.Later.class);
        assertThat(mails.orElseThrow().ready()).isFalse();
    }

    @Test
    void aServerThatOffersNoProtectionGetsNothing() throws Exception {
        int port = start(Security.TLS);

        assertThat(
                        new MailCourier()
                                .deliver(
                                        email(
                                                port,
                                                Security.STARTTLS,
                                                "ops@example.org",
                                                issued.authority()),
                                        Letters.SERVICE,
                                        Duration.ofMillis(500)))
                .isInstanceOf(Delivery.Later.class);
    }

    private Delivery deliver(int port, Security security, String to) {
        return new MailCourier()
                .deliver(email(port, security, to, issued.authority()), Letters.SERVICE, DEADLINE);
    }

    private Channel.Email email(int port, Security security, String to, Path authority) {
        return new Channel.Email(
                new Channel.Relay("127.0.0.1", port, security, Optional.of(authority)),
                Optional.of(new Channel.Login("understudy", folder.resolve("password"))),
                "understudy@example.org",
                List.of(to));
    }

    private int start(Security security) throws IOException {
        int port = ClaimedPorts.one();
        Path script = folder.resolve("mailserver.py");
        try (InputStream in = MailCourierTest.class.getResourceAsStream("mailserver.py")) {
            Files.copy(java.util.Objects.requireNonNull(in), script);
        }
        Process started =
                new ProcessBuilder(
                                PYTHON.toString(),
                                script.toString(),
                                Integer.toString(port),
                                issued.certificate().toString(),
                                issued.key().toString(),
                                Letter.word(security))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        server = Optional.of(started);
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        mails = Optional.of(lines);
        assertThat(lines.readLine()).isEqualTo("ready");
        return port;
    }

    private void password(String text) throws IOException {
        Path file = folder.resolve("password");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
