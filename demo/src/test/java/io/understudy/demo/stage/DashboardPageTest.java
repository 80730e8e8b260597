package io.understudy.demo.stage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.CheckedNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.understudy.core.model.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String PASSWORD = "three in the morning";
    private static final double PATIENCE = 60_000;

    private final List<String> problems = new ArrayList<>();

    @Test
    void anOperatorSeesWhatHappensAndMovesThePrimary() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "needed Debian's chromium, found none");
        try (Playing playing = Playing.begin("fast");
                Playwright playwright =
                        Playwright.create(
                                new Playwright.CreateOptions()
                                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = browser(playwright)) {
            StageNode primary = playing.awaitWhole();
            StageNode standby = playing.other(primary);
            addUser(playing, "anna", "operator");
            BrowserContext context =
                    browser.newContext(
                            new Browser.NewContextOptions()
                                    .setIgnoreHTTPSErrors(true)
                                    .setViewportSize(1280, 900));
            Page page = context.newPage();
            watch(page);

            logIn(page, playing.stage().witness());
            seesThatAllIsWell(page, primary);
            movesThePrimary(page, standby);
            playing.awaitWhole();
            playing.troupe().kill(standby);
            seesTheLoss(page, standby, primary);
            losesItsOwnNodeAndComesBack(page, playing);
            assertThat(problems).isEmpty();
        }
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

    private static void addUser(Playing playing, String name, String role) throws Exception {
        Path password = playing.stage().folder().resolve("password-of-" + name);
        Files600.write(password, PASSWORD + "\n");
        assertThat(playing.typeWith(password, "user", "add", name, "--role", role))
                .contains(name + " may log in as " + role, "ci-a, ci-b, vote");
    }

    /** What a page complains of itself is a defect, but for a node that is gone on purpose. */
    private void watch(Page page) {
        page.onPageError(problems::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !message.text().contains("401")
                    && !message.text().contains("net::ERR_")) {
                problems.add(message.text());
            }
        });
    }

    private void logIn(Page page, StageNode at) {
        page.navigate("https://127.0.0.1:%d/".formatted(at.ports().dashboard()));
        assertThat(page.locator("#login")).isVisible();
        picture(page, "login");
        enter(page, "not the password");
        assertThat(page.locator("#login-error")).containsText("is wrong", patient());
        enter(page, PASSWORD);
        assertThat(page.locator("#page"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    }

    private static void enter(Page page, String password) {
        page.locator("#name").fill("anna");
        page.locator("#password").fill(password);
        page.locator("#password").press("Enter");
    }

    private void seesThatAllIsWell(Page page, StageNode primary) {
        assertThat(page.locator("#banner .word")).hasText("Safe", words());
        assertThat(card(page, primary.id()).locator(".chip").first()).hasText("primary");
        assertThat(page.locator("#step")).containsText("commits wait for it");
        assertThat(page.locator("#actions button").first()).isVisible();
        assertThat(page.locator("#ways .chip", containing("open")))
                .hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
        readsTheCharts(page);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        picture(page, "safe");
        page.emulateMedia(
                new Page.EmulateMediaOptions()
                        .setMedia(Media.SCREEN)
                        .setColorScheme(ColorScheme.DARK));
        picture(page, "dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(390, 844);
        assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                .as("nothing is wider than a phone")
                .isLessThanOrEqualTo(390);
        picture(page, "phone");
        page.setViewportSize(1280, 900);
    }

    /** A sample comes every 10 s, and the page asks for them every 30. */
    private static void readsTheCharts(Page page) {
        page.locator("#hours").selectOption("1");
        Locator renewals = page.locator("#charts .chart", containing("Renewals"));
        assertThat(renewals.locator("canvas"))
                .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
        renewals.locator(".canvas").press("End");
        assertThat(renewals.locator(".read")).containsText("ms", patient());
        renewals.locator("summary").click();
        assertThat(renewals.locator("tbody tr"))
                .hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
    }

    private void movesThePrimary(Page page, StageNode to) {
        page.locator("#actions button", containing("Switch over to " + to.id())).click();
        assertThat(page.locator("#plan-body ol li").first()).isVisible();
        picture(page, "plan");
        page.locator("#plan-go").click();
        assertThat(card(page, to.id()).locator(".chip").first()).hasText("primary", words());
        assertThat(page.locator("#banner .word")).hasText("Safe", words());
        Locator move = page.locator("#moves details", containing("switchover from"));
        assertThat(move).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
        move.locator("summary").click();
        assertThat(move.locator(".phases .bar").first()).isVisible();
        picture(page, "move");
        tellsWhyInPlace(page, move);
        move.locator("summary").click();
    }

    /** Of a move and of an entry of the timeline; pressed again it is gone. */
    private void tellsWhyInPlace(Page page, Locator move) {
        move.locator("button.why").click();
        assertThat(move.locator(".sheet dl").first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
        assertThat(move.locator(".sheet")).containsText("otherwise");
        assertThat(move.locator("button.why")).isFocused();
        Locator entry = page.locator("#timeline li").first();
        entry.locator("button.why").click();
        assertThat(entry.locator(".sheet dt", new Locator.LocatorOptions().setHasText("rule")))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
        picture(page, "why");
        entry.locator("button.why").click();
        assertThat(page.locator("#timeline .sheet")).hasCount(0);
        move.locator("button.why").click();
        assertThat(move.locator(".sheet")).hasCount(0);
    }

    private void seesTheLoss(Page page, StageNode lost, StageNode next) {
        assertThat(card(page, lost.id()).locator(".chip").first()).hasText("silent", words());
        picture(page, "takeover");
        assertThat(card(page, next.id()).locator(".chip").first()).hasText("primary", words());
        assertThat(page.locator("#banner .word")).not().hasText("Safe", words());
        assertThat(card(page, lost.id())).containsText("what it said");
        assertThat(page.locator("#ways .chip", containing("cut")))
                .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
        page.locator("#actions .reason").first().waitFor();
        picture(page, "not-safe");
    }

    private void losesItsOwnNodeAndComesBack(Page page, Playing playing) throws Exception {
        StageNode witness = playing.stage().witness();
        playing.troupe().killDaemon(witness);
        assertThat(page.locator("#lost")).containsText("does not answer this page", patient());
        picture(page, "lost");
        playing.troupe().startDaemon(witness);
        assertThat(page.locator("#login-error")).containsText("log in again", patient());
        enter(page, PASSWORD);
        assertThat(page.locator("#nodes .node"))
                .hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
        assertThat(page.locator("#lost")).isHidden();
    }

    private static Locator card(Page page, NodeId node) {
        return page.locator(
                "#nodes .node",
                new Page.LocatorOptions()
                        .setHas(
                                page.locator(
                                        "h3", new Page.LocatorOptions().setHasText(node.name()))));
    }

    private static Page.LocatorOptions containing(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    private static LocatorAssertions.ContainsTextOptions patient() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
    }

    private static LocatorAssertions.HasTextOptions words() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
    }

    /** Every state is looked at by axe-core, and with the property it is a picture, too. */
    private void picture(Page page, String name) {
        AxeResults seen = new AxeBuilder(page).analyze();
        assertThat(seen.getPasses()).as("axe-core looks at " + name).isNotEmpty();
        seen.getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .forEach(rule ->
                        problems.add(
                                "%s: %s: %s"
                                        .formatted(
                                                name,
                                                rule.getId(),
                                                rule.getNodes().stream()
                                                        .map(CheckedNode::getHtml)
                                                        .toList())));
        String folder = System.getProperty("understudy.images", "");
        if (!folder.isEmpty()) {
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setPath(Path.of(folder, name + ".png"))
                            .setFullPage(!name.equals("plan") && !name.equals("lost")));
        }
    }
}
