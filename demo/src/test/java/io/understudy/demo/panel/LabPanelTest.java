package io.understudy.demo.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final double PATIENCE = 90_000;

    @TempDir Path folder = Path.of("/");

    private final List<String> problems = new ArrayList<>();

    @Test
    void whoPressesKillSeesTheGapAndThatNothingWasLost() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "needed Debian's chromium, found none");
        try (RunningPanel panel = RunningPanel.begin(folder);
                Playwright playwright =
                        Playwright.create(
                                new Playwright.CreateOptions()
                                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = browser(playwright)) {
            Page page = opened(browser, panel);
            page.setDefaultTimeout(PATIENCE);
            button(page, "kill").click();

            assertThat(page.locator("#strip-words")).containsText("No row for", contains());
            assertThat(page.locator("#nodes")).containsText("killed", contains());
            assertThat(page.locator("#strip-words")).containsText("Rows go to ci-b", contains());
            assertThat(score(page, "longest gap")).hasText(Pattern.compile("[1-9]\\d*\\.\\d\\d s"));
            page.waitForTimeout(1500);
            picture(page, "lab-panel");

            heal(page);
            for (String deed : List.of("cut", "fill", "freeze")) {
                if (button(page, deed).getAttribute("aria-disabled") == null) {
                    breakAndHeal(page, deed);
                } else {
                    assertThat(page.locator("#why-" + deed)).containsText("as root");
                }
            }
            assertThat(score(page, "of them lost")).hasText("0", text());
            assertThat(score(page, "by a second writer")).hasText("0");
            assertThat(problems).isEmpty();
        }
    }

    private Page opened(Browser browser, RunningPanel panel) throws Exception {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setIgnoreHTTPSErrors(true)
                                .setColorScheme(ColorScheme.LIGHT)
                                .setViewportSize(1280, 900));
        Page page = context.newPage();
        page.onPageError(problems::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("401")) {
                problems.add(message.text());
            }
        });
        page.navigate(panel.address().replaceFirst("#.*", ""));
        assertThat(page.locator("#lost")).containsText("that the terminal has printed");
        page.navigate("about:blank");
        page.navigate(panel.address());
        assertThat(page.locator("#whole")).containsText("All in step", contains());
        assertThat(page).hasURL(panel.address().replaceFirst("#.*", ""));
        assertThat(page.locator("#strip-words")).containsText("Rows go to ci-a", contains());
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
        assertThat(page.locator("#whole")).containsText("Not all in step", contains());
        assertThat(page.locator("#nodes .head").filter(naming("primary")))
                .not()
                .containsText(before, contains());
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
        assertThat(page.locator("#whole")).containsText("All in step", contains());
        assertThat(page.locator("#deeds [data-deed=heal]"))
                .hasAttribute(
                        "aria-disabled",
                        "true",
                        new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE));
    }

    private static Locator button(Page page, String deed) {
        return page.locator("[data-deed=" + deed + "]");
    }

    private static Locator score(Page page, String name) {
        return page.locator("#score div").filter(naming(name)).locator("dd");
    }

    private static LocatorAssertions.ContainsTextOptions contains() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
    }

    private static LocatorAssertions.HasTextOptions text() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
    }

    private static Browser browser(Playwright playwright) {
        return playwright
                .chromium()
                .launch(
                        new BrowserType.LaunchOptions()
                                .setExecutablePath(CHROMIUM)
                                .setArgs(
                                        List.of(
                                                "--no-sandbox",
                                                "--disable-background-networking",
                                                "--disable-component-update")));
    }

    private void picture(Page page, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            new AxeBuilder(page)
                    .analyze().getViolations().stream()
                            .filter(rule ->
                                    List.of("serious", "critical").contains(rule.getImpact()))
                            .map(Rule::getHelp)
                            .forEach(problems::add);
            String images = System.getProperty("understudy.images", "");
            if (!images.isEmpty()) {
                String file = name + (scheme == ColorScheme.DARK ? "-dark" : "") + ".png";
                page.screenshot(
                        new Page.ScreenshotOptions()
                                .setPath(Path.of(images, file))
                                .setFullPage(true));
            }
        }
    }
}
