package io.understudy.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.pem.Pem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionProgramTest {

    private static final JoinRequest REQUEST = new JoinRequest("ci-b", "a signing request");
    private static final JoinAnswer WELCOME =
            new JoinAnswer.Admitted(
                    "certificate",
                    "authority",
                    "configuration",
                    Map.of(Secret.POSTGRESQL_PASSWORD, "secret"));

    @TempDir Path folder;
    private X509Certificate client;

    @BeforeEach
    void issue() throws GeneralSecurityException, IOException {
        client = Issuer.create().authority().certificate();
    }

    @Test
    void tellsTheProgramWhoAsksForWhatAndPassesItsAnswerOn() throws Exception {
        Path asked = folder.resolve("asked");
        Path answer = Files.writeString(folder.resolve("answer"), answerTo(question(), WELCOME));

        JoinAnswer passedOn =
                admit("cat > '%s'; cat '%s'".formatted(asked, answer), Duration.ofSeconds(10));

        assertThat(passedOn).isEqualTo(WELCOME);
        assertThat(Files.readString(asked)).isEqualTo(question());
    }

    @Test
    void passesARefusalOn() throws Exception {
        JoinAnswer refusal = new JoinAnswer.Refused("needed a token, found none");
        Path answer = Files.writeString(folder.resolve("answer"), answerTo(question(), refusal));

        assertThat(admit("cat >/dev/null; cat '%s'".formatted(answer), Duration.ofSeconds(10)))
                .isEqualTo(refusal);
    }

    @Test
    void endsAProgramThatTakesTooLong() throws IOException {
        assertThat(admit("exec sleep 60", Duration.ofMillis(300)))
                .isInstanceOf(JoinAnswer.Failed.class);
    }

    @Test
    void saysThatTheProgramBroke() throws IOException {
        assertThat(admit("cat >/dev/null; exit 7", Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(
                        JoinAnswer.Failed.class,
                        failed -> assertThat(failed.why()).contains("status 7"));
    }

    @Test
    void saysThatThereIsNoSuchProgram() {
        JoinAnswer answer =
                new AdmissionProgram(
                                folder.resolve("nothing"),
                                new NodeHome(folder),
                                Duration.ofSeconds(1))
                        .admit(client, REQUEST);

        assertThat(answer).isInstanceOf(JoinAnswer.Failed.class);
    }

    private JoinAnswer admit(String script, Duration deadline) throws IOException {
        Path program = folder.resolve("program");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new AdmissionProgram(program, new NodeHome(folder), deadline).admit(client, REQUEST);
    }

    private String question() throws GeneralSecurityException {
        return Pem.of(client) + JoinEndpoint.write(REQUEST);
    }

    /** What the program's own process writes when it decides so. */
    private String answerTo(String question, JoinAnswer decision) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        AdmissionProgram.answer(
                new ByteArrayInputStream(question.getBytes(StandardCharsets.UTF_8)),
                written,
                (asking, request) -> {
                    assertThat(asking).isEqualTo(client);
                    assertThat(request).isEqualTo(REQUEST);
                    return decision;
                });
        return written.toString(StandardCharsets.UTF_8);
    }
}
