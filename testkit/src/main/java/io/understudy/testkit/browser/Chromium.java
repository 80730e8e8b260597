package io.understudy.testkit.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.CheckedNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Debian's chromium, driven by one test, and what is wrong with the pages that it shows. With the
 * property {@code understudy.images} it writes pictures into that folder. For one thread.
 */
public final class Chromium implements AutoCloseable {

    /** Where Debian has it. */
    public static final Path PROGRAM = Path.of("/usr/bin/chromium");

    /** How long a page may take to show something, in milliseconds: machines of tests are busy. */
    private static final double PATIENCE = 90_000;

    private static final List<String> GRAVE = List.of("serious", "critical");
    private static final List<String> EXPECTED =
            List.of("status of 400", "status of 401", "net::ERR_");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> problems = new ArrayList<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** How much of a page a picture shows. */
    public enum Extent {
        /** All of it, however long. */
        WHOLE,
        /** What a person sees without scrolling. */
        WINDOW
    }

    /** Why there is none here, in one sentence; empty where there is. */
    public static Optional<String> missing() {
        return Files.isExecutable(PROGRAM)
                ? Optional.empty()
                : Optional.of("needed Debian's chromium, found none");
    }

    public static Chromium start() {
        return start(PROGRAM);
    }

    /**
     * By another program, which starts it elsewhere.
     *
     * @param program takes chromium's arguments
     */
    public static Chromium start(Path program) {
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        try {
            return new Chromium(
                    playwright,
                    playwright
                            .chromium()
                            .launch(
                                    new BrowserType.LaunchOptions()
                                            .setExecutablePath(program)
                                            .setArgs(
                                                    List.of(
                                                            "--no-sandbox",
                                                            "--disable-background-networking",
                                                            "--disable-component-update"))));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** A light page of a browser that has been nowhere; it takes any certificate. */
    public Page open() {
        Page page =
                browser.newContext(
                                new Browser.NewContextOptions()
                                        .setIgnoreHTTPSErrors(true)
                                        .setColorScheme(ColorScheme.LIGHT)
                                        .setViewportSize(1280, 900))
                        .newPage();
        page.setDefaultTimeout(PATIENCE);
        page.onPageError(problems::add);
        page.onConsoleMessage(this::heard);
        return page;
    }

    /**
     * What a page complains of itself is a defect, but for a node that is gone on purpose, and for
     * what the node has refused.
     */
    private void heard(ConsoleMessage message) {
        if (message.type().equals("error")
                && EXPECTED.stream().noneMatch(message.text()::contains)) {
            problems.add(message.text());
        }
    }

    /** Makes a picture of what is shown, and has axe-core look at it, which takes a while. */
    public void look(Page page, String name, Extent extent) {
        picture(name)
                .ifPresent(file ->
                        page.screenshot(
                                new Page.ScreenshotOptions()
                                        .setPath(file)
                                        .setFullPage(extent == Extent.WHOLE)));
        inspect(page, name);
    }

    /** The same with a picture of that part alone. */
    public void look(Locator part, String name) {
        picture(name)
                .ifPresent(file -> part.screenshot(new Locator.ScreenshotOptions().setPath(file)));
        inspect(part.page(), name);
    }

    private void inspect(Page page, String name) {
        AxeResults seen = new AxeBuilder(page).analyze();
        if (seen.getPasses().isEmpty()) {
            problems.add(name + ": axe-core has looked at nothing");
        }
        seen.getViolations().stream()
                .filter(rule -> GRAVE.contains(rule.getImpact()))
                .forEach(rule ->
                        problems.add(
                                "%s: %s: %s"
                                        .formatted(
                                                name,
                                                rule.getId(),
                                                rule.getNodes().stream()
                                                        .map(CheckedNode::getHtml)
                                                        .toList())));
    }

    private static Optional<Path> picture(String name) {
        String folder = System.getProperty("understudy.images", "");
        return folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder, name + ".png"));
    }

    /** {@link #look} at all of it. */
    public void look(Page page, String name) {
        look(page, name, Extent.WHOLE);
    }

    /** What pages complained of and what axe-core calls serious; none in a good test. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
