package io.understudy.node.overview;

import io.understudy.node.api.ClashReport;
import io.understudy.node.api.NodeReport;
import java.util.List;

/** What a person has to look at of the page's users. Pure. */
public final class UsersText {

    private UsersText() {}

    /** A line for each, once, since all nodes have the same users. */
    public static List<String> warnings(List<NodeReport> reports) {
        return reports.stream()
                .flatMap(report -> report.about().clashes().stream())
                .flatMap(List::stream)
                .map(ClashReport::sentence)
                .distinct()
                .sorted()
                .toList();
    }
}
