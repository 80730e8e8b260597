package io.understudy.demo.stage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.understudy.testkit.browser.Chromium;
import io.understudy.testkit.browser.Chromium.Extent;
import io.understudy.testkit.browser.OperatorsPage;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The page of a running cluster in a real browser, as an operator sees it: before, during and after
 * a loss. With the property {@code understudy.images} it writes pictures into that folder.
 */
@Tag("long")
@Timeout(300)
final class DashboardPageTest {

    private static final String PASSWORD = "three in the morning";

    @Test
    void anOperatorSeesWhatHappensAndMovesThePrimary() throws Exception {
        Optional<String> missing = Chromium.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        try (Playing playing = Playing.begin("fast");
                Chromium browser = Chromium.start()) {
            StageNode primary = playing.awaitWhole();
            StageNode standby = playing.other(primary);
            playing.addUser("anna", "operator", PASSWORD);
            Sitting sitting = new Sitting(browser, new OperatorsPage(browser.open()));

            sitting.logsIn(playing.stage().witness());
            sitting.seesThatAllIsWell(primary);
            sitting.movesThePrimary(standby);
            playing.awaitWhole();
            playing.troupe().kill(standby);
            sitting.seesTheLoss(standby, primary);
            sitting.losesItsOwnNodeAndComesBack(playing);
            assertThat(browser.problems()).isEmpty();
        }
    }

    /** Somebody before a screen. */
    private record Sitting(Chromium browser, OperatorsPage seen) {

        void logsIn(StageNode at) {
            seen.page().navigate(Playing.page(at));
            assertThat(seen.at("#login")).isVisible();
            look("login");
            seen.enter("anna", "not the password");
            assertThat(seen.at("#login-error")).containsText("is wrong");
            seen.enter("anna", PASSWORD);
            assertThat(seen.at("#page")).isVisible();
        }

        void seesThatAllIsWell(StageNode primary) {
            assertThat(seen.word()).hasText("Safe");
            assertThat(seen.role(primary.id().name())).hasText("primary");
            assertThat(seen.at("#step")).containsText("commits wait for it");
            assertThat(seen.at("#actions button").first()).isVisible();
            assertThat(seen.at("#ways .chip", "open")).hasCount(3);
            assertThat(seen.at("#notices")).containsText("Nobody is told anything");
            readsTheCharts();
            Page page = seen.page();
            look("safe");
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            assertThat(seen.word()).hasText("Safe");
            look("dark");
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            page.setViewportSize(390, 844);
            assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                    .as("nothing is wider than a phone")
                    .isLessThanOrEqualTo(390);
            assertThat(seen.word()).hasText("Safe");
            look("phone");
            page.setViewportSize(1280, 900);
        }

        /** A sample comes every 10 s, and the page asks for them every 30. */
        private void readsTheCharts() {
            seen.at("#hours").selectOption("1");
            Locator renewals = seen.chart("Renewals");
            assertThat(renewals.locator("canvas")).hasCount(1);
            renewals.locator(".canvas").press("End");
            assertThat(renewals.locator(".read")).containsText("ms");
            renewals.locator("summary").click();
            assertThat(renewals.locator("tbody tr")).hasCount(3);
            renewals.locator("summary").click();
        }

        void movesThePrimary(StageNode to) {
            seen.open("Switch over to " + to.id());
            browser.look(seen.page(), "plan", Extent.WINDOW);
            seen.goOn();
            assertThat(seen.role(to.id().name())).hasText("primary");
            assertThat(seen.word()).hasText("Safe");
            Locator move = seen.at("#moves details", "switchover from");
            assertThat(move).hasCount(1);
            move.locator("summary").click();
            assertThat(move.locator(".phases .bar").first()).isVisible();
            look("move");
            tellsWhyInPlace(move);
            move.locator("summary").click();
        }

        /** Of a move and of an entry of the timeline; pressed again it is gone. */
        private void tellsWhyInPlace(Locator move) {
            move.locator("button.why").click();
            assertThat(move.locator(".sheet dl").first()).isVisible();
            assertThat(move.locator(".sheet")).containsText("otherwise");
            assertThat(move.locator("button.why")).isFocused();
            Locator entry = seen.at("#timeline li").first();
            entry.locator("button.why").click();
            assertThat(entry.locator(".sheet dt", new Locator.LocatorOptions().setHasText("rule")))
                    .isVisible();
            look("why");
            entry.locator("button.why").click();
            assertThat(seen.at("#timeline .sheet")).hasCount(0);
            move.locator("button.why").click();
            assertThat(move.locator(".sheet")).hasCount(0);
        }

        void seesTheLoss(StageNode lost, StageNode next) {
            assertThat(seen.role(lost.id().name())).hasText("silent");
            look("takeover");
            assertThat(seen.role(next.id().name())).hasText("primary");
            assertThat(seen.word()).not().hasText("Safe");
            assertThat(seen.card(lost.id().name())).containsText("what it said");
            assertThat(seen.at("#ways .chip", "cut")).hasCount(2);
            seen.at("#actions .reason").first().waitFor();
            readsOnOfWhoIsLeft(lost, next);
            look("not-safe");
        }

        /** The figures of those who answer go on, and the page says whose are missing. */
        private void readsOnOfWhoIsLeft(StageNode lost, StageNode next) {
            Locator renewals = seen.chart("Renewals");
            assertThat(renewals).containsText("Not shown: " + lost.id() + ", silent.");
            assertThat(renewals.locator(".read")).containsText(next.id().name());
            assertThat(renewals.locator(".read")).not().containsText(lost.id().name());
            assertThat(renewals.locator("canvas")).hasCount(1);
        }

        void losesItsOwnNodeAndComesBack(Playing playing) throws Exception {
            StageNode witness = playing.stage().witness();
            playing.troupe().killDaemon(witness);
            assertThat(seen.at("#lost")).containsText("does not answer this page");
            browser.look(seen.page(), "lost", Extent.WINDOW);
            playing.troupe().startDaemon(witness);
            assertThat(seen.at("#login-error")).containsText("log in again");
            seen.enter("anna", PASSWORD);
            assertThat(seen.at("#nodes .node")).hasCount(3);
            assertThat(seen.at("#lost")).isHidden();
        }

        private void look(String name) {
            browser.look(seen.page(), name);
        }
    }
}
