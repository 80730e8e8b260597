package io.understudy.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.users.User;
import io.understudy.node.users.UserRole;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is logged in, and for how long. */
class SessionsTest {

    private final AtomicLong now = new AtomicLong();
    private final Sessions sessions = new Sessions(now::get);
    private final User operator = ScriptedCluster.user("anna", UserRole.OPERATOR);
    private final User viewer = ScriptedCluster.user("ben", UserRole.VIEWER);

    @Test
    void aSecretIsWhoseItWasGivenTo() {
        Sessions.Opened anna = sessions.open(operator, "1.1.1.1");
        Sessions.Opened ben = sessions.open(viewer, "1.1.1.1");

        assertThat(sessions.find(anna.secret(), true)).contains(anna.session());
        assertThat(sessions.find(ben.secret(), true)).contains(ben.session());
        assertThat(anna.secret()).hasSize(43).isNotEqualTo(ben.secret());
        assertThat(sessions.find("x".repeat(43), true)).isEmpty();
    }

    @Test
    void anOperatorWhoDoesNothingIsLoggedOutThoughThePageIsOpen() {
        Sessions.Opened opened = sessions.open(operator, "1.1.1.1");
        for (int minutes = 0; minutes <= 30; minutes++) {
            assertThat(sessions.find(opened.secret(), false)).isPresent();
            pass(Duration.ofMinutes(1));
        }

        assertThat(sessions.find(opened.secret(), false)).isEmpty();
    }

    @Test
    void aViewersOpenPageStaysUntilTheLongestEnd() {
        Sessions.Opened opened = sessions.open(viewer, "1.1.1.1");
        for (int minutes = 0; minutes < 12 * 60; minutes += 10) {
            assertThat(sessions.find(opened.secret(), false)).isPresent();
            pass(Duration.ofMinutes(10));
        }
        pass(Duration.ofSeconds(1));

        assertThat(sessions.find(opened.secret(), true)).isEmpty();
    }

    @Test
    void whoLeavesIsNotKnownAnyMore() {
        Sessions.Opened opened = sessions.open(viewer, "1.1.1.1");
        sessions.close(opened.secret());

        assertThat(sessions.find(opened.secret(), true)).isEmpty();
    }

    @Test
    void whoLogsInAgainAndAgainCrowdsOutNobodyElse() {
        Sessions.Opened anna = sessions.open(operator, "1.1.1.1");
        Sessions.Opened first = sessions.open(viewer, "1.1.1.1");
        for (int i = 0; i < 1000; i++) {
            now.incrementAndGet();
            sessions.open(viewer, "1.1.1.1");
        }

        assertThat(sessions.find(anna.secret(), true)).isPresent();
        assertThat(sessions.find(first.secret(), true)).isEmpty();
    }

    @Test
    void whatIsPrintedHasNoSecret() {
        Sessions.Opened opened = sessions.open(viewer, "1.1.1.1");

        assertThat(opened.toString())
                .isEqualTo("ben from 1.1.1.1")
                .doesNotContain(opened.secret(), opened.session().token());
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
