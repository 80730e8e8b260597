package io.understudy.cli;

import io.understudy.core.counterfactual.Explanation;
import io.understudy.core.counterfactual.Explanation.Fact;
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

    /** The latest decision first; who has none comes last. */
    static List<String> of(List<WhyAnswer> answers) {
        List<String> lines = new ArrayList<>();
        answers.stream()
                .sorted(latestFirst())
                .forEach(answer -> {
                    if (!lines.isEmpty()) {
                        lines.add("");
                    }
                    lines.addAll(one(answer));
                });
        return lines;
    }

    private static Comparator<WhyAnswer> latestFirst() {
        return Comparator.comparing(
                answer -> answer.decision().map(told -> -told.time().toEpochMilli()).orElse(1L));
    }

    private static List<String> one(WhyAnswer answer) {
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
        add(lines, "why", why.sentence());
        told.recorded()
                .ifPresent(was ->
                        add(
                                lines,
                                "recorded",
                                "this version decides otherwise; then it was " + was));
        add(lines, "rule", why.rule().part() + ": " + why.rule().question());
        why.takeover().ifPresent(thought -> add(lines, "takeover", thought));
        add(lines, "saw", why.saw());
        for (Fact fact : why.facts()) {
            add(lines, fact.about(), fact.sentence());
        }
        for (String did : why.did()) {
            add(lines, "did", did);
        }
        if (why.turns().isEmpty()) {
            add(lines, "otherwise", "no single change that is known would have turned it");
        }
        for (Turn turn : why.turns()) {
            add(lines, "otherwise", "if " + turn.condition() + ":");
            add(lines, "", "  %s: %s".formatted(StatusText.word(turn.role()), turn.sentence()));
        }
        answer.note().ifPresent(note -> add(lines, "note", note));
        return lines;
    }

    private static void add(List<String> lines, String about, String sentence) {
        boolean again = lines.getLast().startsWith("  " + about + " ") && !about.isEmpty();
        lines.add("  %-10s %s".formatted(again ? "" : about, sentence));
    }
}
