package io.understudy.cli;

import io.understudy.core.counterfactual.Explanation;
import io.understudy.core.counterfactual.Explanation.Fact;
import io.understudy.core.counterfactual.Question;
import io.understudy.core.counterfactual.Turn;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.overview.StatusText;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Explanations as people read them. Pure. */
final class WhyText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private WhyText() {}

    /** How much is told of a node that only carried on. */
    enum Detail {
        /** One line. */
        BRIEF,
        /** As much as of any other. */
        FULL
    }

    /** The latest decision first; who has none comes last. */
    static List<String> of(List<WhyAnswer> answers, Detail detail) {
        List<String> lines = new ArrayList<>();
        answers.stream()
                .sorted(latestFirst())
                .forEach(answer -> {
                    if (!lines.isEmpty()) {
                        lines.add("");
                    }
                    lines.addAll(one(answer, detail));
                });
        return lines;
    }

    private static Comparator<WhyAnswer> latestFirst() {
        return Comparator.comparing(
                answer -> answer.decision().map(told -> -told.time().toEpochMilli()).orElse(1L));
    }

    private static List<String> one(WhyAnswer answer, Detail detail) {
        List<String> lines = new ArrayList<>();
        if (answer.decision().isEmpty()) {
            lines.add(answer.node() + ": " + answer.note().orElse("nothing is kept."));
            return lines;
        }
        WhyAnswer.Told told = answer.decision().get();
        Explanation why = told.explanation();
        String role = StatusText.word(why.role());
        lines.add(
                "%s %s, %s (%s)"
                        .formatted(
                                answer.node(),
                                why.question().words(),
                                TIME.format(told.time()),
                                why.was() == why.role()
                                        ? role
                                        : StatusText.word(why.was()) + " -> " + role));
        boolean brief =
                detail == Detail.BRIEF
                        && why.question() == Question.CARRIES_ON
                        && told.recorded().isEmpty();
        if (brief) {
            lines.add("  %-10s %s".formatted("why", why.sentence()));
        } else {
            lines.addAll(sheet(answer, told));
        }
        return lines;
    }

    private static List<String> sheet(WhyAnswer answer, WhyAnswer.Told told) {
        Explanation why = told.explanation();
        Sheet sheet = new Sheet();
        sheet.add("why", why.sentence());
        told.recorded()
                .ifPresent(was ->
                        sheet.add(
                                "recorded", "this version decides otherwise; then it was " + was));
        sheet.add("rule", why.rule().part() + ": " + why.rule().question());
        why.takeover().ifPresent(thought -> sheet.add("takeover", thought));
        sheet.add("saw", why.saw());
        for (Fact fact : why.facts()) {
            sheet.add(fact.about(), fact.sentence());
        }
        for (String did : why.did()) {
            sheet.add("did", did);
        }
        for (Turn turn : why.turns()) {
            sheet.add("otherwise", "if " + turn.condition() + ":");
            sheet.add(
                    "otherwise",
                    "  %s: %s".formatted(StatusText.word(turn.role()), turn.sentence()));
        }
        if (why.turns().isEmpty()) {
            sheet.add("otherwise", "no single change that is known would have turned it");
        }
        answer.note().ifPresent(note -> sheet.add("note", note));
        return sheet.lines;
    }

    /** Sentences with what they are about, which is named once. */
    private static final class Sheet {
        private final List<String> lines = new ArrayList<>();
        private String last = "";

        void add(String about, String sentence) {
            lines.add("  %-10s %s".formatted(about.equals(last) ? "" : about, sentence));
            last = about;
        }
    }
}
