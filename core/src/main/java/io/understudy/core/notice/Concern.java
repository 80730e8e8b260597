package io.understudy.core.notice;

import io.understudy.core.model.NodeId;
import java.time.Duration;

/**
 * Something that is not as it should be just now.
 *
 * @param about the node that it is about
 * @param patience how long it has to last before it is told
 * @param text for people
 */
record Concern(
        String key, NoticeKind kind, NodeId about, Level level, Duration patience, Words text) {

    /**
     * For people; see {@link Notice}.
     *
     * @param advice empty where there is nothing to be done
     */
    record Words(String headline, String sentence, String advice) {}

    Notice as(Notice.Stage stage, String more) {
        return new Notice(
                key,
                kind,
                level,
                stage,
                text.headline(),
                more.isEmpty() ? text.sentence() : text.sentence() + " " + more,
                text.advice());
    }
}
