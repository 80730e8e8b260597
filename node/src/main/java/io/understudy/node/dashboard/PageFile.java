package io.understudy.node.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * One file of the page. It is read from the program each time, so that a node whose page nobody
 * opens keeps none of it in memory.
 *
 * @param name in the program, from its root where it begins with a slash
 * @param type of its content
 */
record PageFile(String name, String type) {

    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /** Where its webjar has what browsers get. */
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final Map<String, PageFile> BY_PATH =
            Map.ofEntries(
                    Map.entry("/", new PageFile("index.html", "text/html; charset=utf-8")),
                    Map.entry("/page.css", new PageFile("page.css", "text/css; charset=utf-8")),
                    Map.entry("/icon.svg", new PageFile("icon.svg", "image/svg+xml")),
                    Map.entry("/page.js", new PageFile("page.js", SCRIPT)),
                    Map.entry("/api.js", new PageFile("api.js", SCRIPT)),
                    Map.entry("/element.js", new PageFile("element.js", SCRIPT)),
                    Map.entry("/amounts.js", new PageFile("amounts.js", SCRIPT)),
                    Map.entry("/nodes.js", new PageFile("nodes.js", SCRIPT)),
                    Map.entry("/step.js", new PageFile("step.js", SCRIPT)),
                    Map.entry("/charts.js", new PageFile("charts.js", SCRIPT)),
                    Map.entry("/uplot.js", new PageFile(UPLOT + "uPlot.iife.min.js", SCRIPT)),
                    Map.entry(
                            "/uplot.css",
                            new PageFile(UPLOT + "uPlot.min.css", "text/css; charset=utf-8")),
                    Map.entry("/topology.js", new PageFile("topology.js", SCRIPT)),
                    Map.entry("/why.js", new PageFile("why.js", SCRIPT)),
                    Map.entry("/notices.js", new PageFile("notices.js", SCRIPT)),
                    Map.entry("/timeline.js", new PageFile("timeline.js", SCRIPT)),
                    Map.entry("/actions.js", new PageFile("actions.js", SCRIPT)));

    /** By exact path: nothing of a path is looked up anywhere else. */
    static Optional<PageFile> at(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }

    private String place() {
        return name.startsWith("/") ? name : "/dashboard/" + name;
    }

    byte[] bytes() {
        try (InputStream in = PageFile.class.getResourceAsStream(place())) {
            if (in == null) {
                throw new IllegalStateException("the program has no " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
