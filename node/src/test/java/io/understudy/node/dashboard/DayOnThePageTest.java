package io.understudy.node.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.understudy.node.api.PastNotice;
import io.understudy.node.api.PastNotice.Fate;
import io.understudy.node.trend.ADay;
import io.understudy.testkit.browser.Chromium;
import io.understudy.testkit.browser.OperatorsPage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page with a whole day of figures, which the product's own ring has on disks, in a real
 * browser. With the property {@code understudy.images} it writes pictures into that folder.
 */
@Tag("long")
@Timeout(180)
final class DayOnThePageTest {

    private static final int MOST_BYTES = 300_000;
    private static final double LONGEST_LOAD = 1000;

    /**
     * Notes when nodes and charts were first shown, in milliseconds since the page was asked for.
     */
    private static final String STOPWATCH =
            """
            window.shownAt = {};
            new MutationObserver(() => {
              for (const [name, what] of [['nodes', '#page:not([hidden]) #nodes .node'], ['charts', '#charts canvas']]) {
                if (window.shownAt[name] === undefined && document.querySelector(what)) window.shownAt[name] = performance.now();
              }
            }).observe(document, {childList: true, subtree: true, attributes: true});
            """;

    /** What came over the network so far; a stream counts once it has ended. */
    private static final String BYTES =
            """
            () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                .reduce((sums, entry) => {
                  const path = new URL(entry.name).pathname;
                  return {...sums, [path]: (sums[path] ?? 0) + entry.transferSize};
                }, {})
            """;

    @TempDir Path folder;
    private Optional<TestPage> node = Optional.empty();
    private Optional<Chromium> started = Optional.empty();

    @BeforeEach
    void begin() throws Exception {
        Optional<String> missing = Chromium.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        TestPage page = new TestPage(folder);
        node = Optional.of(page);
        Instant now = Instant.now();
        page.cluster.days.putAll(
                Map.of(
                        ScriptedCluster.A, ADay.write(folder.resolve("a"), now, ADay.Whose.PRIMARY),
                        ScriptedCluster.B, ADay.write(folder.resolve("b"), now, ADay.Whose.STANDBY),
                        ScriptedCluster.WITNESS,
                                ADay.write(folder.resolve("c"), now, ADay.Whose.WITNESS)));
        started = Optional.of(Chromium.start());
    }

    @AfterEach
    void end() {
        started.ifPresent(Chromium::close);
        node.ifPresent(TestPage::close);
    }

    @Test
    void aDayIsDrawnAndReadAndTheGapOfWhoWasDownIsSeen() {
        OperatorsPage seen = new OperatorsPage(browser().open());
        seen.logIn(address(), "anna", ScriptedCluster.password("anna"));
        assertThat(seen.at("#charts canvas")).hasCount(4);
        looks(seen, "day");
        tellsOfTheGap(seen);
        readsTheFigures(seen);
        seen.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        looks(seen, "day-dark");
        seen.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        for (String hours : List.of("6", "1")) {
            seen.at("#hours").selectOption(hours);
            assertThat(seen.at("#charts[data-hours='" + hours + "']")).isVisible();
            assertThat(seen.chart("Renewals").locator("tbody tr")).hasCount(3);
            looks(seen, "day-of-" + hours);
        }
        seen.at("#hours").selectOption("24");
        assertThat(seen.at("#charts[data-hours='24']")).isVisible();
        seen.page().setViewportSize(390, 844);
        assertThat((int) seen.page().evaluate("document.documentElement.scrollWidth"))
                .as("nothing is wider than a phone")
                .isLessThanOrEqualTo(390);
        looks(seen, "day-phone");
        assertThat(browser().problems()).isEmpty();
    }

    /** By the mouse in the middle of it: the standby has nothing there, and the primary has. */
    private static void tellsOfTheGap(OperatorsPage seen) {
        Locator chart = seen.chart("Renewals");
        Locator over = chart.locator(".u-over");
        over.scrollIntoViewIfNeeded();
        BoundingBox box = over.boundingBox();
        seen.page()
                .mouse()
                .move(box.x + box.width * ADay.MIDDLE_OF_THE_GAP, box.y + box.height / 2);
        assertThat(chart.locator(".read")).containsText("ci-b: nothing");
        assertThat(chart.locator(".read")).not().containsText("ci-a: nothing");
        seen.page().mouse().move(0, 0);
    }

    private static void readsTheFigures(OperatorsPage seen) {
        Locator lag = seen.at("#charts .chart").first();
        lag.locator("summary").click();
        assertThat(lag.locator("tbody tr")).hasCount(2);
        assertThat(lag.locator("tbody tr").first()).containsText("MB");
        lag.locator("summary").click();
    }

    @Test
    void thePageIsLightAndSoonThereWithADayOnIt() {
        node.orElseThrow().cluster.told.put(ScriptedCluster.A, told());
        OperatorsPage seen = new OperatorsPage(browser().open());
        seen.page().addInitScript(STOPWATCH);
        seen.logIn(address(), "anna", ScriptedCluster.password("anna"));
        double[] nodes = new double[5];
        double[] charts = new double[5];
        for (int i = 0; i < nodes.length; i++) {
            seen.page().navigate("about:blank");
            seen.page().navigate(address());
            assertThat(seen.at("#charts canvas")).hasCount(4);
            nodes[i] = shownAt(seen, "nodes");
            charts[i] = shownAt(seen, "charts");
        }
        OperatorsPage fresh = new OperatorsPage(browser().open());
        fresh.logIn(address(), "anna", ScriptedCluster.password("anna"));
        assertThat(fresh.at("#charts canvas")).hasCount(4);
        Map<String, Integer> bytes = bytes(fresh);
        int all = bytes.values().stream().mapToInt(size -> size).sum();
        System.out.printf(
                "the page: %d bytes of %s; nodes after %.0f ms, charts of a day after %.0f ms"
                        + " (medians of %d)%n",
                all, bytes, median(nodes), median(charts), nodes.length);
        assertThat(all).isPositive().isLessThan(MOST_BYTES);
        assertThat(bytes)
                .containsKeys("/api/v1/notices", "/", "/page.js", "/uplot.js", "/api/v1/trend");
        assertThat(median(nodes)).isLessThan(LONGEST_LOAD);
        assertThat(browser().problems()).isEmpty();
    }

    private static double shownAt(OperatorsPage seen, String what) {
        return ((Number) seen.page().evaluate("window.shownAt." + what)).doubleValue();
    }

    private static Map<String, Integer> bytes(OperatorsPage seen) {
        Map<?, ?> entries = (Map<?, ?>) seen.page().evaluate(BYTES);
        Map<String, Integer> bytes = new TreeMap<>();
        entries.forEach((path, size) -> bytes.put((String) path, ((Number) size).intValue()));
        return bytes;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Whether it went out, in a word, and to whom; of a node that is silent, that it is. */
    @Test
    void whatWasToldIsListedWithWhatBecameOfIt() {
        OperatorsPage seen = new OperatorsPage(browser().open());
        seen.logIn(address(), "anna", ScriptedCluster.password("anna"));
        assertThat(seen.at("#notices"))
                .hasText("Nobody is told anything: there is no notify: in understudy.yaml.");
        shows(seen, "notices-none");
        node.orElseThrow().cluster.told.put(ScriptedCluster.A, told());
        assertThat(seen.at("#notices .chip"))
                .hasText(new String[] {"for nobody", "waits", "given up", "went out"});
        assertThat(seen.at("#notices li", "ci-b serves"))
                .containsText("pager has it after 1 try; mail has it after 2 tries");
        assertThat(seen.at("#notices li", "given up"))
                .containsText("pager: given up, after 9 tries: it answers 403");
        assertThat(seen.at("#notices")).containsText("ci-b does not answer");
        assertThat(seen.at("#notices")).not().containsText("[acme]");
        shows(seen, "notices");
        seen.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        shows(seen, "notices-dark");
        seen.page().setViewportSize(390, 844);
        assertThat((int) seen.page().evaluate("document.documentElement.scrollWidth"))
                .as("nothing is wider than a phone")
                .isLessThanOrEqualTo(390);
        seen.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        shows(seen, "notices-phone");
        assertThat(browser().problems()).isEmpty();
    }

    /** One for each thing that may become of it, oldest first. */
    private static List<PastNotice> told() {
        Instant at = Instant.parse("2026-01-31T02:14:05Z");
        return List.of(
                notice(
                        at,
                        "WARNING: ci-b serves instead of ci-a, as primary of epoch 2",
                        went("pager", Fate.DELIVERED, 1, Optional.empty()),
                        went("mail", Fate.DELIVERED, 2, Optional.empty())),
                notice(
                        at.plusSeconds(60),
                        "CRITICAL: nobody serves: ci-a is silent, and ci-b does not take over",
                        went("pager", Fate.GIVEN_UP, 9, Optional.of("it answers 403")),
                        went("mail", Fate.DELIVERED, 1, Optional.empty())),
                notice(
                        at.plusSeconds(120),
                        "WARNING: ci-b is not in sync",
                        went("pager", Fate.WAITING, 3, Optional.of("no answer in time"))),
                notice(at.plusSeconds(180), "INFO: anna has paused the cluster for 60 min"));
    }

    private static PastNotice notice(Instant at, String words, PastNotice.Receiver... receivers) {
        return new PastNotice(
                at.toString(),
                at,
                "key",
                "primary",
                "warning",
                "news",
                "[acme] " + words,
                List.of(receivers));
    }

    private static PastNotice.Receiver went(
            String channel, Fate fate, int tries, Optional<String> why) {
        return new PastNotice.Receiver(channel, fate, tries, Instant.EPOCH, why);
    }

    private void shows(OperatorsPage seen, String name) {
        browser().look(seen.at("#main > section", "Who was told"), name);
    }

    private void looks(OperatorsPage seen, String name) {
        browser().look(seen.at("#main > section", "The last hours"), name);
    }

    private Chromium browser() {
        return started.orElseThrow();
    }

    private String address() {
        return "https://127.0.0.1:%d/".formatted(node.orElseThrow().port());
    }
}
