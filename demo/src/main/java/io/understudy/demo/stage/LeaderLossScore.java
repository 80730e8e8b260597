package io.understudy.demo.stage;

import io.understudy.demo.client.RowReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the primary bore the losses of the arbiter's leader. */
record LeaderLossScore(List<Loss> losses, RowReport rows) {

    LeaderLossScore {
        losses = List.copyOf(losses);
    }

    /**
     * One loss.
     *
     * @param gap the longest time between two commits from then on
     * @param leaseLeft the least that was seen of the primary's lease
     * @param stayed whether the primary served all the time
     */
    record Loss(String what, Duration gap, Duration leaseLeft, boolean stayed) {

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-16s longest gap %5d ms   least lease %5d ms   %s",
                    what,
                    gap.toMillis(),
                    leaseLeft.toMillis(),
                    stayed ? "stayed active" : "LEFT ITS ROLE");
        }
    }

    boolean good() {
        return rows.clean() && losses.stream().allMatch(Loss::stayed);
    }

    List<String> table() {
        List<String> lines = new ArrayList<>(losses.stream().map(Loss::line).toList());
        lines.add("");
        for (String what : losses.stream().map(Loss::what).distinct().toList()) {
            lines.add(summary(what));
        }
        lines.add(
                "rows acknowledged %d, without an answer %d, good: %s"
                        .formatted(rows.acknowledged(), rows.unknown(), rows.clean()));
        return lines;
    }

    private String summary(String what) {
        List<Loss> some = losses.stream().filter(loss -> loss.what().equals(what)).toList();
        List<Long> gaps = some.stream().map(loss -> loss.gap().toMillis()).sorted().toList();
        return "%-16s gap: median %d ms, longest %d ms; stayed active %d of %d"
                .formatted(
                        what,
                        gaps.get(gaps.size() / 2),
                        gaps.getLast(),
                        some.stream().filter(Loss::stayed).count(),
                        some.size());
    }
}
