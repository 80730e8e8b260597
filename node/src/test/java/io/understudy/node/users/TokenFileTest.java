package io.understudy.node.users;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GoCD's business-continuity-token. */
class TokenFileTest {

    @Test
    void aLineIsANameAndAPassword() {
        assertThat(TokenFile.read("\n  standby = secret=with equals \n"))
                .isEqualTo(new TokenFile.Reading.Found("standby", "secret=with equals"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a = b\nc = d", "no equals", "= b", "a =", "a b = c", "../a = b"})
    void anythingElseIsRefusedWithoutRepeatingIt(String text) {
        assertThat(TokenFile.read(text))
                .isInstanceOfSatisfying(
                        TokenFile.Reading.Wrong.class,
                        wrong ->
                                assertThat(wrong.why())
                                        .startsWith("needed")
                                        .doesNotContain("../a"));
    }

    @Test
    void whatWasReadShowsNoPassword() {
        assertThat(TokenFile.read("standby = hidden").toString()).isEqualTo("standby");
    }
}
