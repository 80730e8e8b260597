package io.understudy.node.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.NotifyReport;
import io.understudy.node.api.NotifyTrial;
import io.understudy.node.api.PastNotice;
import io.understudy.node.api.PastNotice.Fate;
import io.understudy.node.api.PastNotice.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotifyTextTest {

    private static final Instant AT = Instant.parse("2026-11-27T12:00:00Z");

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
    void eachNoticeIsListedWithWhatBecameOfIt() {
        PastNotice older =
                notice(
                        "[acme] WARNING: ci-b serves instead of ci-a",
                        AT,
                        new Receiver(
                                "chat", Fate.DELIVERED, 1, AT.plusSeconds(1), Optional.empty()),
                        new Receiver("mail", Fate.GIVEN_UP, 3, AT, Optional.of("HTTP status 404")),
                        new Receiver("pager", Fate.WAITING, 2, AT, Optional.of("no answer")),
                        new Receiver("desk", Fate.WAITING, 0, AT, Optional.empty()));
        PastNotice newer = notice("[acme] ci-a is paused", AT.plusSeconds(90));

        assertThat(
                        NotifyText.past(
                                Map.of(
                                        new NodeId("ci-a"), List.of(newer),
                                        new NodeId("ci-b"), List.of(older))))
                .containsExactly(
                        "TIME                  NODE  NOTICE                                TO    "
                                + " WHAT BECAME OF IT",
                        "2026-11-27 12:00:00Z  ci-b  WARNING: ci-b serves instead of ci-a  chat "
                                + "  delivered after 1 s, 1 try",
                        "                                                                  mail "
                                + "  given up, after 3 tries: HTTP status 404",
                        "                                                                  pager"
                                + "  waits, after 2 tries: no answer",
                        "                                                                  desk "
                                + "  waits",
                        "2026-11-27 12:01:30Z  ci-a  ci-a is paused                        -    "
                                + "  no channel is for it");
    }

    private static PastNotice notice(String subject, Instant at, Receiver... receivers) {
        return new PastNotice(
                "1", at, "acme/x", "primary", "warning", "news", subject, List.of(receivers));
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
