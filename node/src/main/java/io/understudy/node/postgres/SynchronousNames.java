package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The setting synchronous_standby_names, in the one form that Understudy writes. */
final class SynchronousNames {

    private static final Pattern OURS =
            Pattern.compile("FIRST (\\d+) \\((\"[a-z0-9-]+\"(?:,\"[a-z0-9-]+\")*)\\)");

    private SynchronousNames() {}

    /** A commit waits for all of them, so FIRST has their count. Empty: it waits for nobody. */
    static String render(Set<NodeId> nodes) {
        return nodes.isEmpty()
                ? ""
                : new TreeSet<>(nodes)
                        .stream()
                                .map(node -> "\"" + node + "\"")
                                .collect(
                                        Collectors.joining(
                                                ",", "FIRST " + nodes.size() + " (", ")"));
    }

    /**
     * Nobody where it is not in our form: whatever somebody else wrote there, it does not say that
     * a commit waits for all of the nodes named.
     */
    static Set<NodeId> parse(String setting) {
        Matcher matcher = OURS.matcher(setting);
        Set<NodeId> nodes = new TreeSet<>();
        if (matcher.matches()) {
            for (String quoted : matcher.group(2).split(",", -1)) {
                nodes.add(new NodeId(quoted.substring(1, quoted.length() - 1)));
            }
            if (nodes.size() != Integer.parseInt(matcher.group(1))) {
                return Set.of();
            }
        }
        return nodes;
    }
}
