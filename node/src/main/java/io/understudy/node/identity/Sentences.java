package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.NodeConfig;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;

/** What several parts here say to a person. */
final class Sentences {

    private Sentences() {}

    static String alreadyEnrolled(NodeHome home) {
        return ("needed a home without an identity, found one in %s; nothing was changed. To make"
                        + " this node anew, move %s away first")
                .formatted(home.identity(), home.identity());
    }

    static String unknownNode(NodeId node, ClusterConfig config) {
        String names =
                config.nodes().stream()
                        .map(NodeConfig::id)
                        .map(NodeId::name)
                        .collect(Collectors.joining(", "));
        return "needed one of the nodes in understudy.yaml (%s), found '%s'".formatted(names, node);
    }

    static String cannotWrite(NodeHome home, Exception e) {
        return "needed to write into %s: %s; the node has no identity yet, so mend that and try again"
                .formatted(home.root(), why(e));
    }

    static String noAuthority(NodeHome home) {
        return "needed the cluster's authority key, found no %s; ask the node that ran understudy init"
                .formatted(home.authorityKey());
    }

    static String brokenAuthority(NodeHome home, Exception e) {
        return "needed the cluster's authority in %s: %s; restore the folder from a backup"
                .formatted(home.identity(), why(e));
    }

    /** What went wrong, without a class name where the kind says it. */
    static String why(Exception e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
