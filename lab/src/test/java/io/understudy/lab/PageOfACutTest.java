package io.understudy.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import io.understudy.lab.cluster.LabCluster;
import io.understudy.node.config.Ports;
import io.understudy.testkit.browser.Chromium;
import io.understudy.testkit.browser.OperatorsPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages of the standby and of the witness, while the way between the two that carry something
 * is cut: by a firewall for who asks from one side, by packets that are lost one way, and whole.
 * And once it is open again, what two people did to one user of the page meanwhile. With the
 * property {@code understudy.images} it writes pictures into that folder.
 */
@Tag("long")
@Timeout(300)
final class PageOfACutTest {

    private static final Duration LONGEST = Duration.ofSeconds(90);

    @TempDir Path folder = Path.of("");

    @Test
    void thePagesShowWhichWayIsCutAndThatItIsOpenAgain() throws Exception {
        Optional<String> missing = Lab.missing().or(Chromium::missing);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        try (LabCluster cluster = LabCluster.begin(WorkersBrowser.withThePage(folder, "normal"));
                Chromium browser = WorkersBrowser.on(cluster.lab().host("workers"), folder)) {
            Host primary = cluster.awaitWhole(LONGEST);
            Host standby = cluster.other(primary);
            WorkersBrowser.addUser(cluster);
            OperatorsPage atWitness = WorkersBrowser.logIn(browser, cluster.witness());
            List<OperatorsPage> pages = List.of(WorkersBrowser.logIn(browser, standby), atWitness);
            pages.forEach(PageOfACutTest::showsAllOpen);

            closePort(standby, primary);
            pages.forEach(page -> showsWhoIsDeaf(page, primary, standby));
            browser.look(atWitness.page(), "one-way");
            openPort(standby);
            pages.forEach(PageOfACutTest::showsAllOpen);

            // TCP needs both ways, so neither gets an answer of the other, and neither is accused.
            cluster.lab().add(new Fault.OneWay(primary.name(), standby.name()));
            pages.forEach(page -> showsTheCut(page, primary, standby));
            cluster.lab().add(new Fault.OneWay(standby.name(), primary.name()));
            pages.forEach(page -> showsTheCut(page, primary, standby));
            browser.look(atWitness.page(), "cut");
            cluster.lab().heal();
            pages.forEach(PageOfACutTest::showsAllOpen);

            cluster.lab().add(new Fault.Cut(standby.name()));
            addBen(standby, "viewer");
            addBen(cluster.witness(), "operator");
            cluster.lab().heal();
            pages.forEach(PageOfACutTest::tellsOfBensTwoRoles);
            browser.look(atWitness.page(), "clash");
            cluster.witness().run("understudy", "user", "keep", "ben");
            pages.forEach(page -> assertThat(page.at("#banner")).not().containsText("user ben"));
            // The register's leader may have been at the standby: then that has taken over.
            cluster.awaitWhole(LONGEST);
            assertThat(browser.problems()).isEmpty();
        }
    }

    /** A mistake in a host's own firewall: nobody at the other may ask its daemon any more. */
    private static void closePort(Host at, Host other) throws LabException {
        at.shell(
                """
                nft add table ip mistake
                nft add chain ip mistake in '{ type filter hook input priority 0; }'
                nft add rule ip mistake in ip saddr %s tcp dport %d drop
                """
                        .formatted(other.address(), Ports.USUAL.api()));
    }

    private static void openPort(Host at) throws LabException {
        at.shell("nft delete table ip mistake");
    }

    /** On that node's side of a cut: it ends with a word about those that it did not reach. */
    private static void addBen(Host at, String role) throws LabException {
        at.status("sh", "-c", "echo four in the morning | understudy user add ben --role " + role);
    }

    private static void tellsOfBensTwoRoles(OperatorsPage page) {
        assertThat(page.at("#banner"))
                .containsText("The page's user ben was changed in two places at once");
        assertThat(page.at("#banner"))
                .containsText("say that it is right: understudy user keep ben");
    }

    private static void showsAllOpen(OperatorsPage page) {
        assertThat(page.at("#ways .chip", "open")).hasCount(3);
        assertThat(page.at("#map line.good")).hasCount(3);
    }

    /** The primary, whose questions come to nothing, while those of the other are answered. */
    private static void showsWhoIsDeaf(OperatorsPage page, Host deaf, Host mute) {
        Locator way = way(page, deaf, mute);
        assertThat(way.locator(".chip")).hasText("one way");
        assertThat(way)
                .containsText(
                        "%s does not answer %s, though %s answers %s"
                                .formatted(mute.name(), deaf.name(), deaf.name(), mute.name()));
        assertThat(page.at("#map .head.bad")).hasCount(1);
        assertThat(page.at("#map .head.good")).hasCount(1);
        assertThat(page.at("#ways .chip", "open")).hasCount(2);
    }

    private static void showsTheCut(OperatorsPage page, Host one, Host other) {
        Locator way = way(page, one, other);
        assertThat(way.locator(".chip")).hasText("cut");
        assertThat(page.at("#map line.bad")).hasCount(1);
        assertThat(page.at("#ways .chip", "open")).hasCount(2);
    }

    private static Locator way(OperatorsPage page, Host one, Host other) {
        return page.at("#ways li", one.name())
                .filter(new Locator.FilterOptions().setHasText(other.name()));
    }
}
