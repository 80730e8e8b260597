package io.understudy.demo.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.understudy.testkit.browser.Chromium;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./dev demo --browser} in a real browser, as somebody who is shown it would use it. With
 * the property {@code understudy.images} it writes a picture into that folder.
 */
@Tag("long")
@Timeout(360)
final class LabPanelTest {

    @TempDir Path folder = Path.of("/");

    @Test
    void whoPressesKillSeesTheGapAndThatNothingWasLost() throws Exception {
        Optional<String> missing = Chromium.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        try (RunningPanel panel = RunningPanel.begin(folder);
                Chromium browser = Chromium.start()) {
            Page page = opened(browser, panel);
            button(page, "kill").click();

            assertThat(page.locator("#strip-words")).containsText("No row for");
            assertThat(page.locator("#nodes")).containsText("killed");
            assertThat(page.locator("#strip-words")).containsText("Rows go to ci-b");
            assertThat(score(page, "longest gap")).hasText(Pattern.compile("[1-9]\\d*\\.\\d\\d s"));
            page.waitForTimeout(1500);
            looks(browser, page);

            heal(page);
            for (String deed : List.of("cut", "fill", "freeze")) {
                if (button(page, deed).getAttribute("aria-disabled") == null) {
                    breakAndHeal(page, deed);
                } else {
                    assertThat(page.locator("#why-" + deed)).containsText("as root");
                }
            }
            assertThat(score(page, "of them lost")).hasText("0");
            assertThat(score(page, "by a second writer")).hasText("0");
            assertThat(browser.problems()).isEmpty();
        }
    }

    private static Page opened(Chromium browser, RunningPanel panel) {
        Page page = browser.open();
        page.navigate(panel.address().replaceFirst("#.*", ""));
        assertThat(page.locator("#lost")).containsText("that the terminal has printed");
        page.navigate("about:blank");
        page.navigate(panel.address());
        assertThat(page.locator("#whole")).containsText("All in step");
        assertThat(page).hasURL(panel.address().replaceFirst("#.*", ""));
        assertThat(page.locator("#strip-words")).containsText("Rows go to ci-a");
        Page witness =
                page.waitForPopup(() -> page.locator("#nodes li").nth(2).locator("a").click());
        witness.waitForLoadState();
        assertThat(witness.locator("#login")).isVisible();
        witness.close();
        return page;
    }

    private void breakAndHeal(Page page, String deed) {
        String before = primary(page);
        button(page, deed).click();
        assertThat(page.locator("#whole")).containsText("Not all in step");
        assertThat(page.locator("#nodes .head").filter(naming("primary")))
                .not()
                .containsText(before);
        heal(page);
    }

    private static Locator.FilterOptions naming(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static String primary(Page page) {
        return page.locator("#nodes .head").filter(naming("primary")).locator("strong").innerText();
    }

    private static void heal(Page page) {
        button(page, "heal").click();
        assertThat(page.locator("#whole")).containsText("All in step");
        assertThat(page.locator("#deeds [data-deed=heal]")).hasAttribute("aria-disabled", "true");
    }

    private static Locator button(Page page, String deed) {
        return page.locator("[data-deed=" + deed + "]");
    }

    private static Locator score(Page page, String name) {
        return page.locator("#score div").filter(naming(name)).locator("dd");
    }

    private static void looks(Chromium browser, Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        browser.look(page, "lab-panel-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        browser.look(page, "lab-panel");
    }
}
