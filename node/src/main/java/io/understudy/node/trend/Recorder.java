package io.understudy.node.trend;

import io.understudy.core.decision.NodeState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.node.api.FilesReport;
import io.understudy.node.api.LogTrail;
import io.understudy.node.api.Measure;
import io.understudy.node.api.TrendReport;
import io.understudy.node.disk.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a sample every 10 s. It has no clockwork of its own: the loop tells it of each decision,
 * and it looks at the first of each step. A disk that hangs costs samples, and nothing else.
 */
public final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final Ring ring;
    private final Sources sources;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("trend").factory());
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile Optional<String> trouble = Optional.empty();

    // The loop's thread has these alone.
    private long second = Long.MIN_VALUE;
    private LogTrail trail = LogTrail.EMPTY;

    // And the writer these.
    private Optional<Long> filesBehindSince = Optional.empty();

    /**
     * What is measured besides the node's state.
     *
     * @param files empty on a node that carries none; may block for a while
     * @param slowest how long the register's slowest call took since this was last asked
     */
    public record Sources(
            Optional<Supplier<FilesReport>> files,
            Supplier<Optional<Duration>> slowest,
            InstantSource clock) {}

    /** Opens nothing yet. */
    public Recorder(Path file, Sources sources) {
        this.ring = new Ring(file);
        this.sources = sources;
    }

    /** On the loop's thread, at each decision; quick. */
    public void decided(NodeState state, Moment at) {
        long now = sources.clock().instant().getEpochSecond();
        if (now == second) {
            return;
        }
        boolean due =
                Math.floorDiv(now, Ring.STEP_SECONDS) != Math.floorDiv(second, Ring.STEP_SECONDS);
        second = now;
        LogTrail earlier = trail;
        trail =
                Gauges.end(
                                state.database().state(),
                                state.register()
                                        .state()
                                        .map(cluster -> cluster.position().position()))
                        .map(end -> earlier.saw(at, end))
                        .orElse(LogTrail.EMPTY);
        // One at a time: what a hanging disk has not taken yet is not piled up.
        if (due && writing.compareAndSet(false, true)) {
            DatabaseState database = state.database().state();
            writer.execute(() -> write(database, earlier, at, now));
        }
    }

    private void write(DatabaseState database, LogTrail earlier, Moment at, long now) {
        try {
            Map<Measure, Double> values = new EnumMap<>(Measure.class);
            values.putAll(Gauges.log(database, earlier, at));
            sources.slowest()
                    .get()
                    .ifPresent(took -> values.put(Measure.REGISTER_SECONDS, Gauges.seconds(took)));
            sources.files()
                    .flatMap(files -> files(files.get(), now))
                    .ifPresent(lag -> values.put(Measure.FILES_SECONDS, lag));
            ring.write(new Sample(now, values)).ifPresent(found -> LOG.warn("{}", found));
            if (trouble.isPresent()) {
                LOG.info("the figures of the last day are kept again");
            }
            trouble = Optional.empty();
        } catch (IOException e) {
            String why =
                    "the figures of the last day are not kept: needed to write them, found: "
                            + Trouble.of(e);
            if (trouble.isEmpty()) {
                LOG.warn("{}", why);
            }
            trouble = Optional.of(why);
        } finally {
            writing.set(false);
        }
    }

    private Optional<Double> files(FilesReport files, long now) {
        Optional<Boolean> behind = Gauges.filesBehind(files);
        filesBehindSince =
                behind.filter(is -> is)
                        .map(_ -> filesBehindSince.orElse(now - Ring.STEP_SECONDS / 2));
        return behind.map(_ -> filesBehindSince.map(since -> (double) (now - since)).orElse(0.0));
    }

    /** What was kept of the last hours; reads the disk. Any thread may call. */
    public TrendReport report(NodeId node, int hours) {
        Condensed condensed = Condensed.last(hours, sources.clock().instant().getEpochSecond());
        try {
            Ring.Contents contents = ring.read();
            return new TrendReport(
                    node,
                    condensed.from(),
                    condensed.to(),
                    condensed.stepSeconds(),
                    contents.torn(),
                    trouble,
                    condensed.of(contents.samples()));
        } catch (IOException e) {
            return new TrendReport(
                    node,
                    condensed.from(),
                    condensed.to(),
                    condensed.stepSeconds(),
                    0,
                    Optional.of(
                            "needed to read the figures of the last day, found: " + Trouble.of(e)),
                    List.of());
        }
    }

    @Override
    public void close() {
        writer.shutdown();
    }
}
