package io.understudy.demo.server;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/** The overview as a page for people. It asks for nothing but itself, every two seconds. */
final class OverviewPage {

    // Apart from the code that fills it, so that it can be read as the page that it is.
    @SuppressWarnings("InlineFormatString")
    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="2">
            <title>Builds on %1$s</title>
            <style>
            :root { color-scheme: light dark; --line: light-dark(#d8dbe0, #3a3f47);
              --quiet: light-dark(#5c6370, #9aa3af); --good: light-dark(#1a7f37, #4ac26b);
              --busy: light-dark(#9a6700, #d4a72c); --bad: light-dark(#cf222e, #ff7b72); }
            body { font: 15px/1.45 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto;
              padding: 0 1rem; background: light-dark(#fff, #16191d); }
            h1 { font-size: 1.4rem; margin: 0; }
            p { margin: .2rem 0 1.2rem; color: var(--quiet); }
            dl { display: flex; flex-wrap: wrap; gap: 1rem 2.2rem; margin: 0 0 1.5rem; }
            dt { color: var(--quiet); font-size: .85rem; }
            dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
            table { border-collapse: collapse; width: 100%%; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: .3rem .6rem .3rem 0;
              border-bottom: 1px solid var(--line); }
            th { color: var(--quiet); font-weight: 600; font-size: .85rem; }
            .done { color: var(--good); } .running { color: var(--busy); } .bad { color: var(--bad); }
            .waiting { color: var(--quiet); }
            </style>
            </head>
            <body>
            <h1>Builds on %1$s</h1>
            <p>cluster %2$s, epoch %3$d, up for %4$s; %5$s. A sample for the demo only: it has no
            login.</p>
            <dl>
            <div><dt>done</dt><dd>%6$d</dd></div>
            <div><dt>running</dt><dd>%7$d</dd></div>
            <div><dt>waiting</dt><dd>%8$d</dd></div>
            <div><dt>resumed</dt><dd>%9$d</dd></div>
            <div><dt>run again</dt><dd>%10$d</dd></div>
            <div><dt>lost</dt><dd class="%12$s">%11$d</dd></div>
            </dl>
            <table>
            <thead><tr><th>build</th><th>state</th><th>worker</th><th>epoch</th><th>attempt</th>
            <th>took</th></tr></thead>
            <tbody>
            %13$s
            </tbody>
            </table>
            </body>
            </html>
            """;

    private OverviewPage() {}

    static String write(Overview overview, Instant now) {
        Overview.Counts counts = overview.counts();
        return PAGE.formatted(
                escaped(overview.role().node()),
                escaped(overview.role().cluster()),
                overview.role().epoch(),
                seconds(Duration.between(overview.startedAt(), now)),
                workers(overview, now),
                counts.done(),
                counts.running(),
                counts.waiting(),
                counts.resumed(),
                counts.runAgain(),
                counts.lost(),
                counts.lost() == 0 ? "done" : "bad",
                overview.builds().stream()
                        .map(OverviewPage::row)
                        .collect(Collectors.joining("\n")));
    }

    private static String workers(Overview overview, Instant now) {
        if (overview.workers().isEmpty()) {
            return "no worker has come yet";
        }
        return overview.workers().stream()
                .map(worker ->
                        "%s seen %s ago"
                                .formatted(
                                        escaped(worker.name()),
                                        seconds(Duration.between(worker.last(), now))))
                .collect(Collectors.joining(", "));
    }

    private static String row(Overview.Row build) {
        String took =
                build.finishedAt()
                        .flatMap(end -> build.handedAt().map(begin -> Duration.between(begin, end)))
                        .map(OverviewPage::seconds)
                        .orElse("");
        return "<tr><td>%s %d</td><td class=\"%s\">%s%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
                .formatted(
                        escaped(build.pipeline()),
                        build.number(),
                        build.state(),
                        build.state(),
                        build.resumed() > 0 ? ", resumed" : "",
                        escaped(build.worker()),
                        build.attempt() == 0 ? "" : Long.toString(build.epoch()),
                        build.attempt() == 0 ? "" : Integer.toString(build.attempt()),
                        took);
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
