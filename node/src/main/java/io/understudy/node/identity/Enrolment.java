package io.understudy.node.identity;

import io.understudy.node.config.ConfigMistake;
import java.util.List;

/** What became of giving a node its identity. */
public sealed interface Enrolment {

    /** The home has its identity now, and all that a node needs to start. */
    record Enrolled(Identity identity) implements Enrolment {}

    /** It can't be done as asked, and nothing was changed; {@code why} is one sentence. */
    record Refused(String why) implements Enrolment {}

    /** The configuration has mistakes, and nothing was changed. */
    record BadConfig(List<ConfigMistake> mistakes) implements Enrolment {
        public BadConfig {
            mistakes = List.copyOf(mistakes);
        }
    }

    /** It was tried and did not work; the home has no identity. {@code why} is one sentence. */
    record Failed(String why) implements Enrolment {}
}
