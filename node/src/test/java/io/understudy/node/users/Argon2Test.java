package io.understudy.node.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is kept of a password. */
class Argon2Test {

    private final Argon2 argon2 = new Argon2();

    @Test
    void theSamePasswordIsRightAndNoOther() {
        String hash = argon2.hash("correct horse battery");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(argon2.verify(hash, "correct horse battery"))
                .isEqualTo(new Passwords.Verdict.Right());
        assertThat(argon2.verify(hash, "correct horse batterz"))
                .isEqualTo(new Passwords.Verdict.Wrong());
    }

    @Test
    void nobodyHasTheSameHashAsAnotherWithThePassword() {
        assertThat(argon2.hash("the same password")).isNotEqualTo(argon2.hash("the same password"));
    }

    /** What argon2's reference program says: argon2 somesaltsomesalt -id -t 2 -k 19456 -p 1 -e. */
    @Test
    void itIsTheAlgorithmThatOthersHave() {
        String theirs =
                "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA"
                        + "$/HetJC6LZ4lnwgLB+wJSS2a9bFu2Kq4HxwNWzoJq2qU";

        assertThat(argon2.verify(theirs, "correct horse battery"))
                .isEqualTo(new Passwords.Verdict.Right());
    }

    @Test
    void theProgramAnswersOverItsStandardInput() throws IOException {
        String hash = argon2.hash("a password, with\nits line end");
        assertThat(answer(hash + "\na password, with\nits line end")).isEqualTo("right");
        assertThat(answer(hash + "\nanother password")).isEqualTo("wrong");
        assertThat(answer("nonsense\nanother password")).startsWith("needed a hash");
    }

    private String answer(String question) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PasswordProgram.answer(
                new ByteArrayInputStream(question.getBytes(StandardCharsets.UTF_8)), out, argon2);
        return out.toString(StandardCharsets.UTF_8);
    }
}
