package io.understudy.node.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.NodeState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.Limits;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Settings;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.model.Timings;
import io.understudy.core.model.Voting;
import io.understudy.core.notice.Beside;
import io.understudy.core.notice.Level;
import io.understudy.core.notice.NoticeKind;
import io.understudy.core.notice.NoticeLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TellerTest {

    @TempDir private Path folder;
    private final Queue<String> got = new ConcurrentLinkedQueue<>();

    @Test
    void tellsWhatTheNodeSeesAndOnceWhatItKnewBefore() {
        try (Post post = post()) {
            Teller teller = new Teller(NoticeLimits.usual(), _ -> days(5), post);
            teller.decided(state(), new Moment(0));
            teller.decided(state(), new Moment(1_000_000));
            Awaitility.await().until(() -> got.size() == 1);
        }
        assertThat(got).containsExactly("[acme] CRITICAL: ci-b's certificate is good for 5 days");
        try (Post post = post()) {
            new Teller(NoticeLimits.usual(), _ -> days(5), post).decided(state(), new Moment(0));
            assertThat(post.kept().orElseThrow().open()).containsKey("certificate/ci-b");
        }
        assertThat(got).hasSize(1);
    }

    /** The loop would stop all that serves. */
    @Test
    void aDefectInItEndsNothingButTheNotices() {
        try (Post post = post()) {
            Teller teller =
                    new Teller(
                            NoticeLimits.usual(),
                            _ -> {
                                throw new IllegalStateException("a defect");
                            },
                            post);

            teller.decided(state(), new Moment(0));
            teller.decided(state(), new Moment(1));
        }
        assertThat(got).isEmpty();
    }

    @Test
    void aNodeThatStopsForAReasonOfItsDiskTellsThatOnce() {
        try (Post post = post()) {
            Teller teller = new Teller(NoticeLimits.usual(), _ -> days(365), post);
            teller.stopped(state(), "The disk is full.", new Moment(0));
            post.farewell();
        }
        assertThat(got).containsExactly("[acme] CRITICAL: ci-b has stopped, with all that it ran");
    }

    private Post post() {
        return new Post(
                folder.resolve("notices"),
                new Post.Recipients(
                        Letters.SENDER,
                        List.of(
                                new Channel(
                                        "chat",
                                        Level.INFO,
                                        EnumSet.allOf(NoticeKind.class),
                                        new Channel.Command(
                                                List.of("/none"), Duration.ofSeconds(1))))),
                (_, letter, _) -> {
                    got.add(letter.subject());
                    return new Delivery.Done();
                },
                Patience.USUAL);
    }

    private static Beside days(long days) {
        return new Beside(days, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static NodeState state() {
        NodeId self = new NodeId("ci-b");
        return NodeState.starting(
                new Settings(
                        self,
                        Set.of(new NodeId("ci-a"), self),
                        false,
                        TakeoverMode.AUTOMATIC,
                        new SynchronousMode.Preferred(),
                        Timings.fast(),
                        new Voting.Majority(),
                        Limits.usual(),
                        FencePlan.usual(Timings.fast())),
                new Incarnation("run-1"),
                Epoch.NONE);
    }
}
