package io.understudy.demo.stage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import io.understudy.testkit.browser.Chromium;
import io.understudy.testkit.browser.Chromium.Extent;
import io.understudy.testkit.browser.OperatorsPage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A person brings a cluster through a loss by the page alone, in a real browser: pauses, resumes,
 * fails over, rejoins. The cluster moves on a person's word only, so that nothing comes first.
 */
@Tag("long")
@Timeout(300)
final class PageDeedsTest {

    private static final String PASSWORD = "three in the morning";

    @Test
    void aPersonBringsTheClusterThroughALossByThePageAlone() throws Exception {
        Optional<String> missing = Chromium.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        try (Playing playing = Playing.begin(PageDeedsTest::onAPersonsWord);
                Chromium browser = Chromium.start()) {
            StageNode primary = playing.awaitWhole();
            StageNode standby = playing.other(primary);
            playing.addUser("anna", "operator", PASSWORD);
            playing.addUser("ben", "viewer", PASSWORD);
            OperatorsPage viewers = new OperatorsPage(browser.open());
            viewers.logIn(Playing.page(standby), "ben", PASSWORD);
            OperatorsPage seen = new OperatorsPage(browser.open());
            seen.logIn(Playing.page(playing.stage().witness()), "anna", PASSWORD);
            Sitting anna = new Sitting(browser, seen, playing);

            anna.readsWhatIsRefusedAndWhy(standby);
            anna.pauses(standby);
            assertThat(viewers.at("#banner")).containsText("Paused by anna");
            anna.resumes(standby);
            playing.troupe().kill(primary);
            anna.failsOverTo(standby, primary);
            assertThat(viewers.role(standby.id().name())).hasText("primary");
            playing.troupe().startDaemon(primary);
            anna.seesThatAllAreInStep(primary);
            anna.rejoins(primary);
            anna.seesThatAllAreInStep(primary);
            assertThat(playing.awaitWhole()).isEqualTo(standby);
            assertThat(viewers.at("#actions button")).hasCount(0);
            assertThat(viewers.at("#actions-card")).isHidden();
            browser.look(viewers.page(), "viewer");
            assertThat(browser.problems()).isEmpty();
        }
    }

    private static String onAPersonsWord(String configuration) {
        return Playing.adapted(configuration, "fast")
                .replace("takeover: automatic", "takeover: manual");
    }

    private record Sitting(Chromium browser, OperatorsPage seen, Playing playing) {

        private static final String PAUSE = "Pause: nothing moves by itself";
        private static final String RESUME = "Resume: let it move by itself again";

        void readsWhatIsRefusedAndWhy(StageNode standby) {
            assertThat(seen.button("Switch over to " + standby.id())).isEnabled();
            String rejoin = "Rejoin " + standby.id();
            assertThat(seen.button(rejoin)).isDisabled();
            assertThat(seen.reason(rejoin)).containsText("in sync, so there is nothing to repair");
            browser.look(seen.page(), "refused");
            isToldThatThePrimaryIsAlive(standby);
        }

        /**
         * Only who accepts a loss may know better; so the button is there, and the plan says no.
         */
        private void isToldThatThePrimaryIsAlive(StageNode standby) {
            seen.button(failover(standby)).click();
            assertThat(seen.at("#plan-body .bad")).containsText("so it is alive");
            assertThat(seen.at("#plan-body")).containsText("What would make it possible");
            assertThat(seen.at("#plan-go")).isDisabled();
            browser.look(seen.page(), "failover-refused", Extent.WINDOW);
            seen.at("#plan-cancel").click();
            assertThat(seen.at("#plan")).isHidden();
        }

        void pauses(StageNode standby) throws Exception {
            seen.open(PAUSE);
            seen.at("#plan-body select").selectOption("10");
            assertThat(seen.at("#plan-go")).isEnabled();
            browser.look(seen.page(), "pause", Extent.WINDOW);
            seen.goOn();
            assertThat(seen.at("#actions .told")).containsText("Taken: Pause");
            assertThat(seen.at("#banner")).containsText("Paused by anna on the page of vote");
            assertThat(seen.button(RESUME)).isEnabled();
            assertThat(seen.button(PAUSE)).hasCount(0);
            String over = "Switch over to " + standby.id();
            assertThat(seen.button(over)).isDisabled();
            assertThat(seen.reason(over)).containsText("paused");
            assertThat(playing.type(standby, "status")).contains("Paused by anna");
            browser.look(seen.page(), "paused");
        }

        void resumes(StageNode standby) throws Exception {
            seen.open(RESUME);
            seen.goOn();
            assertThat(seen.at("#banner")).not().containsText("Paused by");
            assertThat(seen.button(PAUSE)).isEnabled();
            assertThat(seen.button("Switch over to " + standby.id())).isEnabled();
            assertThat(playing.type(standby, "status")).doesNotContain("Paused by anna");
        }

        void failsOverTo(StageNode next, StageNode lost) {
            assertThat(seen.role(lost.id().name())).hasText("silent");
            assertThat(seen.button(failover(next))).isEnabled();
            seen.open(failover(next));
            Locator typed = seen.at("#plan-typed");
            Locator go = seen.at("#plan-go");
            assertThat(typed).isFocused();
            assertThat(go).isDisabled();
            browser.look(seen.page(), "failover", Extent.WINDOW);
            typed.fill(lost.id().name());
            assertThat(go).isDisabled();
            typed.press("Enter");
            assertThat(seen.at("#plan")).isVisible();
            refusesWhoeverForcesTheButton(go);
            typed.fill(next.id().name());
            assertThat(go).isEnabled();
            seen.goOn();
            assertThat(seen.role(next.id().name())).hasText("primary");
            assertThat(seen.at("#moves details", "failover").first()).isVisible();
        }

        /** The node compares the name, too: what a page allows is no protection. */
        private void refusesWhoeverForcesTheButton(Locator go) {
            go.evaluate("button => { button.disabled = false; }");
            go.click();
            assertThat(seen.at("#plan-error")).hasText("needed the node's name, typed as it is");
            assertThat(seen.at("#plan")).isVisible();
        }

        void seesThatAllAreInStep(StageNode standby) {
            assertThat(seen.role(standby.id().name())).hasText("standby");
            assertThat(seen.card(standby.id().name())).containsText("commits wait for it");
            assertThat(seen.at("#step tr", "Database").locator(".chip")).hasText("yes");
        }

        /** Its stream stands still, as one of a stuck process; the data is not in step then. */
        void rejoins(StageNode standby) throws Exception {
            ProcessHandle stuck = Victim.WAL_RECEIVER.on(standby).orElseThrow();
            signal(stuck, "STOP");
            try {
                assertThat(seen.button("Rejoin " + standby.id())).isEnabled();
                seen.open("Rejoin " + standby.id());
                browser.look(seen.page(), "rejoin", Extent.WINDOW);
                seen.goOn();
                assertThat(seen.at("#actions .told")).containsText("Taken: Rejoin");
                assertThat(seen.role(standby.id().name())).not().hasText("standby");
            } finally {
                // What repairs the data has ended the database, and this with it.
                if (stuck.isAlive()) {
                    signal(stuck, "CONT");
                }
            }
        }

        private void signal(ProcessHandle process, String signal) throws Exception {
            Programs.run(
                    List.of("kill", "-" + signal, Long.toString(process.pid())),
                    playing.stage().folder());
        }

        private static String failover(StageNode to) {
            return "Fail over to " + to.id();
        }
    }
}
