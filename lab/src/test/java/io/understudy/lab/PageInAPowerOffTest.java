package io.understudy.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import io.understudy.lab.cluster.LabCluster;
import io.understudy.testkit.browser.Chromium;
import io.understudy.testkit.browser.OperatorsPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of the standby and that of the witness, open in a browser on the workers' host, while
 * the primary's host loses its power. With the property {@code understudy.images} it writes
 * pictures into that folder.
 */
@Tag("long")
@Timeout(300)
final class PageInAPowerOffTest {

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final Pattern AGE = Pattern.compile("what it said ([0-9.]+) (s|min) ago");

    /** Notes each time that a way to a silent node is called open. */
    private static final String WATCH_THE_WAYS =
            """
            name => {
              window.openWays = [];
              const silent = () => [...document.querySelectorAll('#nodes .node.silent h3')].some(title => title.textContent === name);
              new MutationObserver(() => {
                if (!silent()) return;
                for (const way of document.querySelectorAll('#ways li')) {
                  if (way.textContent.includes(name) && way.querySelector('.chip').textContent === 'open') window.openWays.push(way.textContent);
                }
              }).observe(document.body, {childList: true, subtree: true, characterData: true});
            }
            """;

    @TempDir Path folder = Path.of("");

    @Test
    void bothPagesTellOfTheLossOfTheTakeoverAndOfTheReturn() throws Exception {
        Optional<String> missing = Lab.missing().or(Chromium::missing);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        try (LabCluster cluster = LabCluster.begin(WorkersBrowser.withThePage(folder, "fast"));
                Chromium browser = WorkersBrowser.on(cluster.lab().host("workers"), folder)) {
            Host primary = cluster.awaitWhole(LONGEST);
            Host standby = cluster.other(primary);
            WorkersBrowser.addUser(cluster);
            OperatorsPage atStandby = WorkersBrowser.logIn(browser, standby);
            OperatorsPage atWitness = WorkersBrowser.logIn(browser, cluster.witness());
            List<OperatorsPage> pages = List.of(atStandby, atWitness);
            pages.forEach(PageInAPowerOffTest::saysSafe);
            pages.forEach(PageInAPowerOffTest::showsTheFiguresOfBothCarriers);
            pages.forEach(page -> page.page().evaluate(WATCH_THE_WAYS, primary.name()));

            cluster.lab().powerOff(primary);
            seesIt(browser, atWitness, primary, standby);
            pages.forEach(page -> seesWhatCameOfIt(page, primary, standby));
            pages.forEach(page -> showsTheFiguresOfWhoIsLeft(page, primary, standby));
            pages.forEach(PageInAPowerOffTest::calledNoWayToItOpen);
            browser.look(atStandby.page(), "after");

            cluster.lab().powerOn(primary);
            Installation.start(primary);
            pages.forEach(PageInAPowerOffTest::saysSafe);
            assertThat(atWitness.role(primary.name())).hasText("standby");
            assertThat(cluster.awaitWhole(LONGEST)).isEqualTo(standby);
            assertThat(browser.problems()).isEmpty();
        }
    }

    private static void saysSafe(OperatorsPage page) {
        assertThat(page.word()).hasText("Safe");
    }

    /** The lab carries real files, so there is a chart of them, too. */
    private static void showsTheFiguresOfBothCarriers(OperatorsPage page) {
        page.at("#hours").selectOption("1");
        for (String title : List.of("Replication lag in time", "Files behind")) {
            assertThat(page.chart(title).locator("canvas")).hasCount(1);
            assertThat(page.chart(title).locator("tbody tr")).hasCount(2);
        }
        assertThat(page.chart("Renewals").locator("tbody tr")).hasCount(3);
    }

    private static void showsTheFiguresOfWhoIsLeft(OperatorsPage page, Host lost, Host next) {
        Locator files = page.chart("Files behind");
        assertThat(files).containsText("Not shown: " + lost.name() + ", silent.");
        assertThat(files.locator("tbody tr")).hasCount(1);
        assertThat(files.locator(".read")).containsText(next.name());
        assertThat(page.chart("Renewals").locator("tbody tr")).hasCount(2);
    }

    private static void calledNoWayToItOpen(OperatorsPage page) {
        assertThat((List<?>) page.page().evaluate("window.openWays"))
                .as("ways to a host without power that were called open")
                .isEmpty();
    }

    /** While the standby still waits for the lease to run out, and takes over. */
    private static void seesIt(Chromium browser, OperatorsPage page, Host lost, Host next) {
        assertThat(page.role(lost.name())).hasText("silent");
        assertThat(page.word()).hasText("Not safe");
        browser.look(page.page(), "during-a-takeover");
        assertThat(page.role(next.name())).hasText("primary");
    }

    private static void seesWhatCameOfIt(OperatorsPage page, Host lost, Host next) {
        assertThat(page.role(next.name())).hasText("primary");
        assertThat(page.word()).hasText("Not safe");
        assertThat(page.at("#banner .sentence")).containsText("NOT SAFE to lose " + next.name());
        double age = age(page, lost);
        page.page().waitForTimeout(3000);
        assertThat(age(page, lost)).as("the age of what is known of it").isGreaterThan(age + 2);
        assertThat(page.at("#lost")).isHidden();
    }

    private static double age(OperatorsPage page, Host node) {
        Locator card = page.card(node.name());
        assertThat(card).containsText(AGE);
        Matcher found = AGE.matcher(card.innerText());
        assertThat(found.find()).isTrue();
        return Double.parseDouble(found.group(1)) * (found.group(2).equals("min") ? 60 : 1);
    }
}
