package io.understudy.node.dashboard;

import io.understudy.core.foresight.Outlook;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Paint;
import io.understudy.node.overview.StatusText;
import io.understudy.node.overview.UsersText;
import java.util.ArrayList;
import java.util.List;

/**
 * The one sentence and the one colour at the top of the page: what {@code understudy status} opens
 * with.
 *
 * @param sentence whether a node may be lost, for people
 * @param details what the loss of each would bring, who is primary, and what of the page's users
 *     somebody has to look at
 */
record Banner(Level level, String sentence, List<String> details) {

    Banner {
        details = List.copyOf(details);
    }

    enum Level {
        GOOD,
        NOTABLE,
        BAD
    }

    /** Of what those that answer say now; what is remembered of silent ones is no part of it. */
    static Banner of(Overview overview) {
        Outlook outlook = overview.outlook();
        List<String> details = new ArrayList<>();
        outlook.losses().stream()
                .map(Outlook.Loss::sentence)
                .filter(sentence -> !sentence.equals(outlook.sentence()))
                .forEach(details::add);
        details.addAll(new StatusText(new Paint(false)).headline(overview));
        details.addAll(UsersText.warnings(overview.reports()));
        return new Banner(level(outlook), outlook.sentence(), details);
    }

    private static Level level(Outlook outlook) {
        return switch (outlook.level()) {
            case SAFE -> Level.GOOD;
            case WARNING -> Level.NOTABLE;
            case UNSAFE -> Level.BAD;
        };
    }
}
