package io.understudy.node.dashboard;

import io.understudy.node.api.Wire;
import io.understudy.node.dashboard.PageRoute.Who;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that the page's server answers, by exact path. */
final class PageRoutes {

    /** In front of all that programs may ask; another number where that changes. */
    static final String API = "/api/v1/";

    static final String METRICS = "/metrics";

    /** What all of them take and answer. */
    private static final PageFile DESCRIPTION = new PageFile("openapi.json", Text.JSON);

    private final Map<String, PageRoute> byPath = new HashMap<>();

    PageRoutes(Parts parts, Cookie cookie, Wire wire) {
        Cluster cluster = parts.cluster();
        add(new LoginRoutes(cluster, parts.login(), cookie, wire).byPath());
        add(new ReadingRoutes(cluster, parts.board(), wire).byPath());
        add(new DeedRoutes(new Deeds(cluster, parts.lookouts()), parts.audit(), wire).byPath());
        byPath.put(
                API + "openapi.json",
                PageRoute.get(Who.LOGGED_IN, _ -> new Reply.File(DESCRIPTION)).byItself());
        if (cluster.answersOldScripts()) {
            byPath.put(OldScripts.PATH, new OldScripts(cluster, parts.lookouts(), wire).route());
        }
        Recent<String> metrics = new Recent<>(_ -> Text.of(Text.METRICS, cluster.metrics()));
        byPath.put(
                METRICS,
                PageRoute.get(Who.LOGGED_IN, _ -> new Reply.Made(metrics.of(""))).byItself());
    }

    /** What the answers are made of. */
    record Parts(Cluster cluster, Login login, Lookouts lookouts, Board board, Audit audit) {}

    private void add(Map<String, PageRoute> routes) {
        routes.forEach((path, route) -> byPath.put(API + path, route));
    }

    Optional<PageRoute> at(String path) {
        return Optional.ofNullable(byPath.get(path))
                .or(() ->
                        PageFile.at(path)
                                .map(file ->
                                        PageRoute.get(Who.ANYBODY, _ -> new Reply.File(file))));
    }

    /** Of all but the page's files. */
    Set<String> paths() {
        return Set.copyOf(byPath.keySet());
    }
}
