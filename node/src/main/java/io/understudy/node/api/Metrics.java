package io.understudy.node.api;

import io.understudy.core.decision.Role;
import io.understudy.core.foresight.Foretold;
import io.understudy.core.foresight.Foretold.Turn;
import io.understudy.node.api.MoveReport.PhaseReport;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a node knows of itself as Prometheus reads it: its text format, version 0.0.4. Pure.
 *
 * <p>Whoever scrapes all nodes sees the cluster; a node speaks of itself alone, so that nothing is
 * counted twice. What is not so, such as the lease of a standby, has no sample.
 */
public final class Metrics {

    private final Samples samples;

    private Metrics(NodeReport report) {
        samples =
                new Samples(
                        List.of(
                                "cluster",
                                report.about().cluster(),
                                "node",
                                report.about().node().name()));
    }

    /**
     * All of it.
     *
     * @param moves as far as they are kept, oldest first
     */
    public static String of(NodeReport report, List<MoveReport> moves) {
        Metrics metrics = new Metrics(report);
        metrics.node(report);
        metrics.primacy(report);
        metrics.foretold(report);
        metrics.database(report);
        metrics.files(report);
        metrics.guard(report);
        metrics.moves(moves);
        report.notices().ifPresent(metrics::notices);
        return metrics.samples.text();
    }

    private void node(NodeReport report) {
        samples.family("build_info", "The program's version.")
                .sample(1L, "version", report.about().version());
        samples.family("resident_bytes", "Memory of the daemon.")
                .sample(report.about().residentBytes());
        samples.family(
                        "certificate_left_seconds",
                        "Until the node's certificate expires, in whole days.")
                .sample(Duration.ofDays(report.about().certificateDaysLeft()).toSeconds());
        samples.family("epoch_seen", "The highest epoch that the node has seen.")
                .sample(report.standing().epochSeen().number());
        samples.family("role", "1 for what the node is at, 0 for what else it might be.");
        for (Role role : Role.values()) {
            samples.sample(
                    report.standing().role() == role ? 1L : 0L,
                    "role",
                    role.name().toLowerCase(Locale.ROOT));
        }
        samples.family("arbiter_silence_seconds", "How long ago the arbiter last answered.");
        report.arbiter().lastContact().ifPresent(ago -> samples.sample(seconds(ago)));
        report.arbiter().calls().ifPresent(this::calls);
        report.server()
                .ifPresent(server ->
                        samples.family(
                                        "server_healthy",
                                        "Whether the protected server answers on this node.")
                                .sample(server.state().equals("healthy") ? 1L : 0L));
        report.address()
                .ifPresent(address ->
                        samples.family(
                                        "address_held",
                                        "Whether the virtual address is on this node.")
                                .sample(address.state().equals("here") ? 1L : 0L));
    }

    private void notices(NotifyReport report) {
        samples.family("notices_sent", "Notices that a channel has, since the daemon began.");
        report.channels().forEach(one -> samples.sample(one.sent(), "channel", one.name()));
        samples.family(
                "notices_given_up", "Notices that a channel will not get, since the daemon began.");
        report.channels().forEach(one -> samples.sample(one.givenUp(), "channel", one.name()));
        samples.family("notices_waiting", "Notices that are still to be sent.");
        report.channels()
                .forEach(one -> samples.sample((long) one.waiting(), "channel", one.name()));
        samples.family("notices_failing", "1 while a channel can't be reached, or refuses.");
        report.channels()
                .forEach(one ->
                        samples.sample(one.failing().isPresent() ? 1L : 0L, "channel", one.name()));
    }

    private void calls(CallsReport calls) {
        samples.histogram(
                "register_write_seconds",
                "How long the arbiter took to answer a write; a primary's renew its lease.",
                calls.writes());
        samples.histogram(
                "register_read_seconds",
                "How long the arbiter took to answer a read.",
                calls.reads());
        samples.counter("register_unanswered_total", "Calls that the arbiter did not answer.")
                .sample(calls.unanswered());
    }

    private void primacy(NodeReport report) {
        samples.family("lease_left_seconds", "How long the node may serve without a renewal.");
        report.standing().leaseLeft().ifPresent(left -> samples.sample(seconds(left)));
        report.primacy()
                .ifPresent(primacy -> {
                    samples.family("primacy_epoch", "The epoch in the register.")
                            .sample(primacy.epoch().number());
                    samples.family("primary", "Who is primary, as this node sees the register.")
                            .sample(1L, "primary", primacy.holder().name());
                    samples.family("in_sync", "How many standbys have every acknowledged commit.")
                            .sample((long) primacy.inSync().size());
                    samples.family("paused", "Whether a person lets nothing move.")
                            .sample(primacy.pause().isPresent() ? 1L : 0L);
                    samples.family(
                                    "automatic_moves",
                                    "How many moves came in a row without a person.")
                            .sample((long) primacy.automaticMoves());
                });
    }

    private void foretold(NodeReport report) {
        samples.family(
                "serves_if_lost",
                "Whether this node says that it serves, or goes on, if that node is lost now.");
        for (Foretold one : report.foretold()) {
            boolean serves = one.turn() == Turn.TAKES_OVER || one.turn() == Turn.GOES_ON;
            samples.sample(serves ? 1L : 0L, "lost", one.lost().name());
        }
    }

    private void database(NodeReport report) {
        report.database()
                .ifPresent(database -> {
                    List<FollowerReport> followers = database.followers();
                    samples.family(
                            "replication_lag_bytes",
                            "How far a standby is behind, as its primary sees it.");
                    followers.forEach(one -> samples.sample(one.lagBytes(), "standby", name(one)));
                    samples.family(
                            "replication_lag_seconds",
                            "How long ago the primary's log first reached past what it has.");
                    followers.forEach(one ->
                            one.lag()
                                    .ifPresent(lag ->
                                            samples.sample(seconds(lag), "standby", name(one))));
                    samples.family("replication_synchronous", "Whether commits wait for it.");
                    followers.forEach(one ->
                            samples.sample(one.synchronous() ? 1L : 0L, "standby", name(one)));
                    samples.family("database_up", "Whether the database runs and answers.")
                            .sample(
                                    database.state().equals("primary")
                                                    || database.state().equals("standby")
                                            ? 1L
                                            : 0L);
                });
    }

    private static String name(FollowerReport follower) {
        return follower.node().name();
    }

    private void files(NodeReport report) {
        report.files()
                .ifPresent(files -> {
                    samples.family(
                            "files_generation_age_seconds",
                            "Since the newest generation in place here was given out.");
                    files.made()
                            .ifPresent(made ->
                                    samples.sample(
                                            seconds(
                                                    Duration.between(
                                                            made, report.about().time()))));
                    samples.family("files_lacking_bytes", "What of a newer generation is to come.")
                            .sample(
                                    files.coming()
                                            .map(FilesReport.Coming::lackingBytes)
                                            .orElse(0L));
                    samples.family("files_problems", "How many files can't be carried.")
                            .sample((long) files.problems().size());
                });
    }

    private void guard(NodeReport report) {
        report.guard()
                .ifPresent(guard -> {
                    samples.family("guard_armed", "Whether the guard watches over what serves.")
                            .sample(guard.state().equals("armed") ? 1L : 0L);
                    samples.family("guard_missing", "Whether nobody would end what serves.")
                            .sample(guard.state().equals("missing") ? 1L : 0L);
                    samples.family("guard_left_seconds", "Until it ends what serves.");
                    guard.left().ifPresent(left -> samples.sample(seconds(left)));
                    samples.family("guard_proved_age_seconds", "Since its last good drill.");
                    guard.proved()
                            .ifPresent(proved ->
                                    samples.sample(
                                            seconds(
                                                    Duration.between(
                                                            proved.at(), report.about().time()))));
                });
    }

    private void moves(List<MoveReport> moves) {
        samples.family("moves", "Moves that this node took part in, as far as they are kept.");
        Map<MoveReport.Kind, Map<MoveReport.State, Integer>> count =
                new EnumMap<>(MoveReport.Kind.class);
        for (MoveReport move : moves) {
            count.computeIfAbsent(move.kind(), _ -> new EnumMap<>(MoveReport.State.class))
                    .merge(move.outcome().state(), 1, Integer::sum);
        }
        count.forEach((kind, states) ->
                states.forEach((state, number) ->
                        samples.sample(
                                number.longValue(), "kind", word(kind), "state", word(state))));
        samples.family("last_move_phase_seconds", "How long each phase of the last move took.");
        if (!moves.isEmpty()) {
            for (PhaseReport phase : moves.getLast().phases()) {
                phase.took()
                        .ifPresent(took ->
                                samples.sample(seconds(took), "phase", word(phase.phase())));
            }
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(Duration length) {
        return length.toNanos() / 1e9;
    }
}
