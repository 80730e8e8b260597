package io.understudy.node.notify;

import io.understudy.core.notice.Level;
import io.understudy.core.notice.Notice;
import io.understudy.core.notice.NoticeKind;
import java.time.Instant;

/** Letters for tests. */
final class Letters {

    static final Letter.Sender SENDER = new Letter.Sender("acme", "ci-b");

    static final Letter SERVICE =
            Letter.of(
                    notice("service", "nobody serves: ci-a is silent"),
                    "0b5f8c6e-1111-2222-3333-444455556666",
                    SENDER,
                    Instant.parse("2026-11-27T12:00:00Z"));

    private Letters() {}

    static Notice notice(String key, String headline) {
        return new Notice(
                key,
                NoticeKind.SERVICE,
                Level.CRITICAL,
                Notice.Stage.BEGAN,
                headline,
                "ci-a is primary of epoch 7 in the register – and has not renewed its lease.",
                "Start ci-a again.");
    }
}
