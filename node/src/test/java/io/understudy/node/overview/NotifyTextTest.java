package io.understudy.node.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.NotifyReport;
import io.understudy.node.api.NotifyTrial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotifyTextTest {

    @Test
    void aTestSaysOfEachChannelWhatCameOfIt() {
        assertThat(
                        NotifyText.tests(
                                List.of(
                                        new NotifyTrial(
                                                "chat", new Outcome.Done(), Duration.ofMillis(312)),
                                        new NotifyTrial(
                                                "mail",
                                                new Outcome.Failed("no answer within 15000 ms"),
                                                Duration.ofSeconds(15)),
                                        new NotifyTrial(
                                                "pager",
                                                new Outcome.Refused("HTTP status 404"),
                                                Duration.ofMillis(30)))))
                .containsExactly(
                        "chat   delivered in 0.3 s",
                        "mail   failed: no answer within 15000 ms",
                        "pager  refused: HTTP status 404");
    }

    @Test
    void statusSaysWhichChannelFailsSinceWhenAndWhatToType() {
        Instant now = Instant.parse("2026-11-27T12:00:00Z");
        NotifyReport report =
                new NotifyReport(
                        List.of(
                                new NotifyReport.Channel("chat", 3, 0, 0, Optional.empty()),
                                new NotifyReport.Channel(
                                        "mail",
                                        0,
                                        0,
                                        2,
                                        Optional.of(
                                                new NotifyReport.Failing(
                                                        now.minusSeconds(3600),
                                                        "the mail server refuses the login")))));

        assertThat(NotifyText.warnings(new NodeId("ci-a"), report, now))
                .containsExactly(
                        "ci-a's notices don't reach mail for 60 min (2 waiting): the mail"
                                + " server refuses the login. When it is mended type on ci-a:"
                                + " understudy notify test --channel mail");
    }
}
