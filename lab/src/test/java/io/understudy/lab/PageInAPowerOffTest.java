package io.understudy.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.understudy.lab.cluster.LabCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root", "."), "cli/target/understudy");
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final double PATIENCE = 90_000;
    private static final String PASSWORD = "three in the morning";
    private static final Pattern AGE = Pattern.compile("what it said ([0-9.]+) (s|min) ago");

    @TempDir Path folder = Path.of("");

    @Test
    void bothPagesTellOfTheLossOfTheTakeoverAndOfTheReturn() throws Exception {
        var missing = Lab.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        assumeTrue(Files.isExecutable(CHROMIUM), "needed Debian's chromium, found none");
        LabCluster.Setting setting =
                new LabCluster.Setting(
                        folder.resolve("lab"),
                        PROGRAM,
                        LabCluster.configuration("fast") + "dashboard: {}\n",
                        false);
        try (LabCluster cluster = LabCluster.begin(setting);
                Playwright playwright =
                        Playwright.create(
                                new Playwright.CreateOptions()
                                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = browser(playwright, cluster.lab().host("workers"))) {
            Host primary = cluster.awaitWhole(LONGEST);
            Host standby = cluster.other(primary);
            cluster.witness()
                    .feed(PASSWORD + "\n", "understudy", "user", "add", "anna", "--role", "viewer");
            BrowserContext context =
                    browser.newContext(
                            new Browser.NewContextOptions()
                                    .setIgnoreHTTPSErrors(true)
                                    .setColorScheme(ColorScheme.LIGHT)
                                    .setViewportSize(1280, 900));
            Page atStandby = logIn(context, standby);
            Page atWitness = logIn(context, cluster.witness());
            List<Page> pages = List.of(atStandby, atWitness);
            pages.forEach(PageInAPowerOffTest::saysSafe);

            cluster.lab().powerOff(primary);
            seesIt(atWitness, primary, standby);
            pages.forEach(page -> seesWhatCameOfIt(page, primary, standby));
            picture(atStandby, "after");

            cluster.lab().powerOn(primary);
            Installation.start(primary);
            pages.forEach(PageInAPowerOffTest::saysSafe);
            assertThat(card(atWitness, primary).locator(".chip").first()).hasText("standby");
            assertThat(cluster.awaitWhole(LONGEST)).isEqualTo(standby);
        }
    }

    private Browser browser(Playwright playwright, Host host) throws IOException {
        Path there = folder.resolve("chromium-there");
        Files.writeString(
                there,
                "#!/bin/sh\nexec %s \"$@\"\n"
                        .formatted(
                                String.join(" ", host.onItsNetwork(List.of(CHROMIUM.toString())))));
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwx------"));
        return playwright
                .chromium()
                .launch(
                        new BrowserType.LaunchOptions()
                                .setExecutablePath(there)
                                .setArgs(
                                        List.of(
                                                "--no-sandbox",
                                                "--disable-background-networking",
                                                "--disable-component-update")));
    }

    private static Page logIn(BrowserContext context, Host at) {
        Page page = context.newPage();
        page.setDefaultTimeout(PATIENCE);
        page.navigate("https://%s:8155/".formatted(at.address()));
        page.locator("#name").fill("anna");
        page.locator("#password").fill(PASSWORD);
        page.locator("#password").press("Enter");
        page.locator("#page").waitFor();
        return page;
    }

    private static void saysSafe(Page page) {
        assertThat(page.locator("#banner .word")).hasText("Safe", text());
    }

    /** While the standby still waits for the lease to run out, and takes over. */
    private static void seesIt(Page page, Host lost, Host next) {
        assertThat(card(page, lost).locator(".chip").first()).hasText("silent", text());
        assertThat(page.locator("#banner .word")).hasText("Not safe", text());
        picture(page, "during-a-takeover");
        assertThat(card(page, next).locator(".chip").first()).hasText("primary", text());
    }

    private static void seesWhatCameOfIt(Page page, Host lost, Host next) {
        assertThat(card(page, next).locator(".chip").first()).hasText("primary", text());
        assertThat(page.locator("#banner .word")).hasText("Not safe", text());
        assertThat(page.locator("#banner .sentence"))
                .containsText("NOT SAFE to lose " + next.name(), contains());
        double age = age(page, lost);
        page.waitForTimeout(3000);
        assertThat(age(page, lost)).as("the age of what is known of it").isGreaterThan(age + 2);
        assertThat(page.locator("#lost")).isHidden();
    }

    private static double age(Page page, Host node) {
        Locator card = card(page, node);
        assertThat(card).containsText(AGE, contains());
        Matcher found = AGE.matcher(card.innerText());
        assertThat(found.find()).isTrue();
        return Double.parseDouble(found.group(1)) * (found.group(2).equals("min") ? 60 : 1);
    }

    private static Locator card(Page page, Host node) {
        return page.locator(
                "#nodes .node",
                new Page.LocatorOptions()
                        .setHas(
                                page.locator(
                                        "h3", new Page.LocatorOptions().setHasText(node.name()))));
    }

    private static LocatorAssertions.HasTextOptions text() {
        return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE);
    }

    private static LocatorAssertions.ContainsTextOptions contains() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
    }

    private static void picture(Page page, String name) {
        String images = System.getProperty("understudy.images", "");
        if (!images.isEmpty()) {
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setPath(Path.of(images, name + ".png"))
                            .setFullPage(true));
        }
    }
}
