package io.understudy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.counterfactual.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What `understudy why` calls a rule is where a reader finds it. */
class RuleNamesTest {

    @ParameterizedTest
    @EnumSource(Rule.class)
    void isNamedAsTheClassThatItIs(Rule rule) throws ClassNotFoundException {
        assertThat(Class.forName("io.understudy.core.decision." + rule.part())).isNotNull();
    }
}
