package io.understudy.cli;

import io.understudy.core.decision.Role;
import io.understudy.core.foresight.Foretold;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Timings;
import io.understudy.node.api.About;
import io.understudy.node.api.ArbiterReport;
import io.understudy.node.api.ClashReport;
import io.understudy.node.api.DatabaseReport;
import io.understudy.node.api.FollowerReport;
import io.understudy.node.api.LogReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import io.understudy.node.api.Primacy.Pause;
import io.understudy.node.api.ServerReport;
import io.understudy.node.api.Standing;
import io.understudy.node.api.WorstCase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reports of a healthy pair. */
final class SampleReports {

    static final NodeId A = new NodeId("ci-a");
    static final NodeId B = new NodeId("ci-b");
    private static final LogPosition END = LogPosition.parse("0/3000148");

    private SampleReports() {}

    static NodeReport primary(NodeId self, NodeId other, int epoch) {
        return report(
                        new Standing(
                                Role.ACTIVE,
                                "Serving as primary of epoch %d; %s is in sync."
                                        .formatted(epoch, other),
                                new Epoch(epoch),
                                Optional.of(Duration.ofMillis(1550))),
                        primacy(self, other, epoch, Optional.empty()),
                        about(self),
                        new DatabaseReport(
                                "primary",
                                Optional.empty(),
                                Optional.of(new LogReport(2, END, END, Optional.empty(), false)),
                                List.of(
                                        new FollowerReport(
                                                other,
                                                true,
                                                true,
                                                328,
                                                Optional.of(Duration.ofMillis(120))))),
                        "healthy")
                .withForetold(List.of(new Foretold(other, Foretold.Turn.GOES_ON, 1000, 0, "")));
    }

    static NodeReport standby(NodeId self, NodeId other, int epoch) {
        return report(
                        new Standing(
                                Role.STANDBY,
                                "Following %s, primary of epoch %d.".formatted(other, epoch),
                                new Epoch(epoch),
                                Optional.empty()),
                        primacy(other, self, epoch, Optional.empty()),
                        about(self),
                        new DatabaseReport(
                                "standby",
                                Optional.empty(),
                                Optional.of(new LogReport(2, END, END, Optional.of(other), true)),
                                List.of()),
                        "stopped")
                .withForetold(List.of(new Foretold(other, Foretold.Turn.TAKES_OVER, 2350, 0, "")));
    }

    /** Of a node on which that was changed in two places at once. */
    static NodeReport clashing(NodeReport report, ClashReport clash) {
        About about = report.about();
        return with(
                report,
                new About(
                        about.cluster(),
                        about.node(),
                        about.time(),
                        about.version(),
                        about.pid(),
                        about.residentBytes(),
                        about.certificateDaysLeft(),
                        about.page(),
                        about.programs(),
                        Optional.of(List.of(clash))));
    }

    /** By its wall clock. */
    static NodeReport at(NodeReport report, Instant time) {
        About about = report.about();
        return with(
                report,
                new About(
                        about.cluster(),
                        about.node(),
                        time,
                        about.version(),
                        about.pid(),
                        about.residentBytes(),
                        about.certificateDaysLeft()));
    }

    private static NodeReport with(NodeReport report, About about) {
        return new NodeReport(
                about,
                report.standing(),
                report.primacy(),
                report.worst(),
                report.database(),
                report.server(),
                report.arbiter(),
                report.guard(),
                report.journal(),
                report.fence());
    }

    static NodeReport paused(NodeReport report, NodeId holder, NodeId other, int epoch) {
        return new NodeReport(
                report.about(),
                report.standing(),
                Optional.of(
                        primacy(
                                holder,
                                other,
                                epoch,
                                Optional.of(
                                        new Pause(
                                                "anna on ci-a",
                                                Duration.ofHours(2).minusSeconds(1))))),
                report.worst(),
                report.database(),
                report.server(),
                report.arbiter(),
                report.guard(),
                report.journal(),
                report.fence());
    }

    /** Its member of the ensemble no longer knows a leader. */
    static NodeReport cutOff(NodeReport report) {
        return new NodeReport(
                report.about(),
                report.standing(),
                report.primacy(),
                report.worst(),
                report.database(),
                report.server(),
                new ArbiterReport(
                        ArbiterReport.Place.LOOKING,
                        "looking",
                        Optional.empty(),
                        report.arbiter().lastContact(),
                        Optional.empty(),
                        Optional.empty()),
                report.guard(),
                report.journal(),
                report.fence());
    }

    private static Primacy primacy(NodeId holder, NodeId other, int epoch, Optional<Pause> pause) {
        return new Primacy(
                new Epoch(epoch),
                holder,
                "active",
                List.of(other),
                "In sync: %s. Every acknowledged commit is there, too.".formatted(other),
                pause,
                Optional.empty(),
                END,
                0,
                List.of());
    }

    private static About about(NodeId self) {
        return new About("acme", self, Instant.EPOCH, "0.1.0", 4711, 99 << 20, 700);
    }

    private static NodeReport report(
            Standing standing,
            Primacy primacy,
            About about,
            DatabaseReport database,
            String server) {
        return new NodeReport(
                about,
                standing,
                Optional.of(primacy),
                WorstCase.of(Timings.fast()),
                Optional.of(database),
                Optional.of(new ServerReport(server, Optional.empty(), Optional.empty())),
                new ArbiterReport(
                        ArbiterReport.Place.FOLLOWING,
                        "following",
                        Optional.empty(),
                        Optional.of(Duration.ofMillis(80)),
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
