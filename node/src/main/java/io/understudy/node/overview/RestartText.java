package io.understudy.node.overview;

import io.understudy.node.api.RestartReport;

/** How a server has failed, as the end of a sentence about it. Pure. */
final class RestartText {

    private RestartText() {}

    static String of(RestartReport report) {
        String why = report.lastFailure().map(last -> " (" + last + ")").orElse("");
        if (report.left()) {
            return "has failed too often%s and is left as it is; repair it and type: understudy resume."
                    .formatted(why);
        }
        String next =
                report.nextTry()
                        .map(left -> "; it is started again in " + Amounts.duration(left))
                        .orElse("");
        String often = report.used() == 1 ? "once" : report.used() + " times";
        return "has failed %s%s; %d restarts are allowed%s."
                .formatted(often, why, report.limit(), next);
    }
}
