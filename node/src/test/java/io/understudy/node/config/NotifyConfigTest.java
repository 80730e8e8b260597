package io.understudy.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.notice.Level;
import io.understudy.core.notice.NoticeKind;
import io.understudy.core.notice.NoticeLimits;
import io.understudy.node.config.NotifyConfig.Way;
import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom nodes tell. */
class NotifyConfigTest {

    @Test
    void nobodyIsToldUnlessTheFileSaysSo() {
        assertThat(valid("takeover: manual").notices()).isEmpty();
    }

    @Test
    void channelsHaveNamesAndWhatTheyAreFor() {
        NotifyConfig notices =
                valid(
                                """
                                notify:
                                  again: 12h
                                  replication-lag: 1MB
                                  channels:
                                    chat: { webhook: { url: "http://127.0.0.1:9/x", secret: /s } }
                                    mail:
                                      level: warning
                                      email: { server: "mail.example.org:587", from: a@example.org, to: [b@example.org] }
                                    pager:
                                      level: critical
                                      about: [service, halt]
                                      command: { command: [/bin/page, now], timeout: 5s }
                                """)
                        .notices()
                        .orElseThrow();

        NoticeLimits usual = NoticeLimits.usual();
        assertThat(notices.limits())
                .isEqualTo(
                        new NoticeLimits(
                                usual.grace(),
                                Duration.ofHours(12),
                                1 << 20,
                                usual.filesLag(),
                                usual.certificateDays()));
        assertThat(notices.channels())
                .containsExactly(
                        new NotifyConfig.Channel(
                                "chat",
                                Level.INFO,
                                EnumSet.allOf(NoticeKind.class),
                                new Way.Webhook(
                                        URI.create("http://127.0.0.1:9/x"),
                                        Path.of("/s"),
                                        Optional.empty())),
                        new NotifyConfig.Channel(
                                "mail",
                                Level.WARNING,
                                EnumSet.allOf(NoticeKind.class),
                                new Way.Email(
                                        new NotifyConfig.Relay(
                                                "mail.example.org",
                                                587,
                                                NotifyConfig.Security.STARTTLS,
                                                Optional.empty()),
                                        Optional.empty(),
                                        "a@example.org",
                                        List.of("b@example.org"))),
                        new NotifyConfig.Channel(
                                "pager",
                                Level.CRITICAL,
                                EnumSet.of(NoticeKind.SERVICE, NoticeKind.HALT),
                                new Way.Command(
                                        List.of("/bin/page", "now"), Duration.ofSeconds(5))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "notices without a channel | {}",
                "a channel by nothing | { channels: { chat: { level: info } } }",
                "a channel by two ways | { channels: { chat: { webhook: { url: 'https://x', secret:"
                        + " /s }, command: { command: [/a] } } } }",
                "a webhook in the clear | { channels: { chat: { webhook: { url:"
                        + " 'http://alerts.example.org/', secret: /s } } } }",
                "a webhook without a secret | { channels: { chat: { webhook: { url: 'https://x' } }"
                        + " } }",
                "mail in the clear | { channels: { mail: { email: { server: 'mail.example.org:25',"
                        + " security: none, from: a@x, to: [b@x] } } } }",
                "a mail server's user without a password | { channels: { mail: { email: { server:"
                        + " 'm:25', user: u, from: a@x, to: [b@x] } } } }",
                "a recipient that is none | { channels: { mail: { email: { server: 'm:25', from:"
                        + " a@x, to: ['b@x, c@x'] } } } }",
                "notices about something that there is not | { channels: { c: { about: [weather],"
                        + " command: { command: [/a] } } } }",
            })
    void whatIsWrongIsOneSentence(String input, String notify) {
        assertThat(parsed("notify: " + notify))
                .isInstanceOfSatisfying(
                        ConfigResult.Mistakes.class,
                        mistakes ->
                                assertThat(mistakes.text("/etc/understudy.yaml").lines())
                                        .hasSize(1)
                                        .allMatch(line -> matches(input, line)));
    }

    private static boolean matches(String input, String line) {
        try {
            return BadInputPage.says(input).matcher(line).matches();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClusterConfig valid(String notify) {
        return switch (parsed(notify)) {
            case ConfigResult.Valid(ClusterConfig config) -> config;
            case ConfigResult.Mistakes mistakes ->
                    throw new AssertionError(mistakes.text("understudy.yaml"));
        };
    }

    private static ConfigResult parsed(String notify) {
        return ConfigFile.parse(
                """
                cluster: ci
                nodes:
                  ci-a: { address: 10.0.0.11 }
                  ci-b: { address: 10.0.0.12 }
                  vote: { address: 10.0.0.13, witness: true }
                database: { postgresql: { data: /var/lib/postgresql } }
                """
                        + notify);
    }
}
