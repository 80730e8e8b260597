package io.understudy.cli;

import static io.understudy.cli.SampleReports.A;
import static io.understudy.cli.SampleReports.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.ClashReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.overview.Amounts;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Paint;
import io.understudy.node.overview.Sighting;
import io.understudy.node.overview.StatusText;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.users.Clash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusTextTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final Overview overview =
            new Overview(
                    List.of(
                            Sighting.of(
                                    A, new PeerAnswer.Answered<>(SampleReports.primary(A, B, 4))),
                            Sighting.of(
                                    B, new PeerAnswer.Answered<>(SampleReports.standby(B, A, 3)))));

    @Test
    void theHighestEpochThatAnybodySawCounts() {
        assertThat(overview.primacy().orElseThrow().epoch().number()).isEqualTo(4);
        assertThat(new StatusText(new Paint(false)).of(overview))
                .contains("ci-a is primary of epoch 4.");
    }

    @Test
    void opensWithWhetherANodeMayBeLost() {
        assertThat(new StatusText(new Paint(false)).of(overview).getFirst())
                .isEqualTo(
                        "NOT SAFE to lose ci-a: without it too few nodes vote, and nobody may"
                                + " serve: a third node has to vote.");
    }

    @Test
    void whatWasSeenBeforeACutIsNotSaidToBeSo() {
        Overview alone =
                new Overview(
                        List.of(
                                Sighting.of(
                                        A,
                                        new PeerAnswer.Answered<>(
                                                SampleReports.cutOff(
                                                        SampleReports.primary(A, B, 4)))),
                                Sighting.of(B, new PeerAnswer.Silent<>("no answer in time"))));

        assertThat(new StatusText(new Paint(false)).of(alone))
                .startsWith(
                        "No majority votes with any node that answered, so none of them can say who"
                                + " is primary now: type understudy status on ci-b, or bring them"
                                + " back.",
                        "",
                        "ci-a held epoch 4 (active) when the register was last seen; what came"
                                + " since can't be known here.",
                        "In sync then: ci-b.")
                .doesNotContain("ci-a is primary of epoch 4.");
    }

    @Test
    void aUserWhoWasChangedInTwoPlacesAtOnceIsSaidOnceForAllNodes() {
        ClashReport clash = ClashReport.of(new Clash("user anna", 3, "viewer", "operator"));
        Overview clashing =
                new Overview(
                        overview.reports().stream()
                                .map(report ->
                                        Sighting.of(
                                                report.about().node(),
                                                new PeerAnswer.Answered<>(
                                                        SampleReports.clashing(report, clash))))
                                .toList());

        assertThat(new StatusText(new Paint(false)).of(clashing))
                .containsOnlyOnce(clash.sentence())
                .endsWith(clash.sentence());
    }

    @Test
    void aClockThatIsFarFromTheOthersIsNamed() {
        NodeId vote = new NodeId("vote");
        Overview wrong =
                timed(
                        SampleReports.at(SampleReports.primary(A, B, 4), NOON.plusSeconds(3601)),
                        SampleReports.at(SampleReports.standby(B, A, 4), NOON),
                        SampleReports.at(SampleReports.standby(vote, A, 4), NOON.plusSeconds(2)));

        assertThat(new StatusText(new Paint(false)).of(wrong))
                .contains(
                        "ci-a's clock is 59 min 59 s ahead of vote's: set the one that is wrong;"
                                + " the times of history, certificates and tokens go by it")
                .noneMatch(line -> line.startsWith("ci-b's clock"));
    }

    @Test
    void answersThatComeSecondsApartAreNoWrongClocks() {
        Overview slow =
                timed(
                        SampleReports.at(SampleReports.primary(A, B, 4), NOON),
                        SampleReports.at(SampleReports.standby(B, A, 4), NOON.plusSeconds(8)));

        assertThat(new StatusText(new Paint(false)).of(slow))
                .noneMatch(line -> line.contains("clock"));
    }

    private static Overview timed(NodeReport... reports) {
        return new Overview(
                Stream.of(reports)
                        .map(report ->
                                Sighting.of(
                                        report.about().node(), new PeerAnswer.Answered<>(report)))
                        .toList());
    }

    @Test
    void coloursAreAddedWithoutMovingAColumn() {
        List<String> plain = new StatusText(new Paint(false)).of(overview);
        List<String> coloured = new StatusText(new Paint(true)).of(overview);

        assertThat(coloured).contains("\u001b[1mci-a is primary of epoch 4.\u001b[0m");
        assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9]+m", "")))
                .isEqualTo(plain);
        assertThat(plain).noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void amountsAreReadable() {
        assertThat(Amounts.bytes(328)).isEqualTo("328 B");
        assertThat(Amounts.bytes(3 << 20)).isEqualTo("3.0 MB");
        assertThat(Amounts.bytes(Long.MAX_VALUE)).isEqualTo("8388608.0 TB");
        assertThat(Amounts.duration(Duration.ofMillis(149))).isEqualTo("0.1 s");
        assertThat(Amounts.duration(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
        assertThat(Amounts.duration(Duration.ofSeconds(7199))).isEqualTo("1 h 59 min");
    }
}
