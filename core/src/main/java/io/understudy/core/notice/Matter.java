package io.understudy.core.notice;

import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node remembers of a matter.
 *
 * @param level as it was told
 * @param headline as it was told, or is to be
 * @param began when each time began that was told and is not long past
 */
record Matter(
        NoticeKind kind,
        NodeId about,
        Level level,
        String headline,
        Stage stage,
        List<Moment> began) {

    Matter {
        began = List.copyOf(began);
    }

    /** How it stands. */
    sealed interface Stage {
        /** It is there, and was not told yet. */
        record Rising(Moment since) implements Stage {}

        /**
         * It was told.
         *
         * @param toldAt when last
         * @param fineSince since when it seems to be over
         */
        record Open(Moment toldAt, Optional<Moment> fineSince) implements Stage {}

        /** That it is over was told. */
        record Closed(Moment at) implements Stage {}
    }

    static Matter rising(Concern concern, Moment at) {
        return new Matter(
                concern.kind(),
                concern.about(),
                concern.level(),
                concern.text().headline(),
                new Stage.Rising(at),
                List.of());
    }

    Matter in(Stage changed) {
        return new Matter(kind, about, level, headline, changed, began);
    }

    /** Told just now, as the concern has it. */
    Matter toldAs(Concern concern, Moment at) {
        return new Matter(
                concern.kind(),
                about,
                concern.level(),
                concern.text().headline(),
                new Stage.Open(at, Optional.empty()),
                began);
    }

    Matter beganAt(Moment at) {
        List<Moment> more = new ArrayList<>(began);
        more.add(at);
        return new Matter(kind, about, level, headline, stage, more);
    }

    /** Without what is longer ago. */
    Matter recent(Moment at, NoticeLimits limits) {
        return new Matter(
                kind,
                about,
                level,
                headline,
                stage,
                began.stream()
                        .filter(begun -> at.since(begun).compareTo(limits.inARow()) < 0)
                        .toList());
    }

    boolean isOpen() {
        return stage instanceof Stage.Open;
    }

    boolean comesAndGoes() {
        return began.size() >= NoticeLimits.MANY;
    }
}
