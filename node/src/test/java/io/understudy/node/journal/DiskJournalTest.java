package io.understudy.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.Observation;
import io.understudy.node.journal.Segment.Damage;
import io.understudy.testkit.BadInputPage;
import io.understudy.testkit.SmallDisk;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node's decisions leave on its disk, and what becomes of the node where they can't. */
@Timeout(120)
class DiskJournalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2024-02-29T12:00:00Z");

    @TempDir private Path home;
    private final Decider decider = Decider.standard();

    private record Made(NodeState before, Observation seen, Decision decision) {}

    @Test
    void aJournalReplaysToTheSameDecisions() throws IOException {
        List<Made> recorded = new ArrayList<>();
        try (DiskJournal journal = open(home)) {
            for (long seed = 1; seed <= 8; seed++) {
                Simulated.run(
                        seed,
                        (before, seen) -> {
                            Decision decision = decider.decide(before, seen);
                            journal.record(before, seen, decision);
                            if (Worth.isRecorded(before, seen, decision)) {
                                recorded.add(new Made(before, seen, decision));
                            }
                        });
            }
            assertThat(journal.trouble()).isEmpty();
        }
        assertThat(recorded).hasSizeGreaterThan(100);

        List<Made> replayed = new ArrayList<>();
        for (Entry entry : open(home).entries()) {
            Entry.Decided decided = (Entry.Decided) entry;
            replayed.add(
                    new Made(
                            decided.before(),
                            decided.seen(),
                            decider.decide(decided.before(), decided.seen())));
        }
        assertThat(replayed).isEqualTo(recorded);
    }

    @Test
    void whatAnotherVersionWroteIsPassedOverAndCounted() throws IOException {
        try (DiskJournal journal = open(home)) {
            journal.keep(note("one"));
        }
        try (Segments segments = Segments.open(new Folder(home.resolve("journal")))) {
            segments.append(new byte[] {1, 2, 3});
        }
        List<Entry> read = new ArrayList<>();

        try (DiskJournal journal = open(home)) {
            journal.keep(note("two"));
            assertThat(journal.backwards(read::add)).isEqualTo(1);
        }

        assertThat(read).containsExactly(note("two"), note("one"));
    }

    @Test
    void damageIsNamedByTheJournalItselfOnceAndForAll() throws IOException {
        try (DiskJournal journal = open(home)) {
            journal.keep(note("one"));
            journal.keep(note("two"));
        }
        Path segment = home.resolve("journal/segment-00");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[Segment.HEADER + Segment.RECORD_HEADER + 3] ^= 1;
        Files.write(segment, bytes);

        String finding;
        try (DiskJournal journal = open(home)) {
            assertThat(journal.findings()).hasSize(1);
            finding = journal.findings().getFirst();
            assertThat(finding)
                    .contains(segment.toString(), "journal/damaged-000001")
                    .containsPattern(BadInputPage.says("a torn or damaged journal"));
            assertThat(journal.entries()).containsExactly(new Entry.Damaged(NOW, finding));
        }
        try (DiskJournal journal = open(home)) {
            assertThat(journal.findings()).isEmpty();
            assertThat(journal.entries()).containsExactly(new Entry.Damaged(NOW, finding));
        }
    }

    @Test
    void aFullDiskCostsNeitherARecordNorAnEpoch() throws IOException {
        try (SmallDisk disk = smallDisk("12m")) {
            EpochFile epochs = new EpochFile(disk.folder().resolve("epoch"));
            epochs.write(new Epoch(1));
            try (DiskJournal journal = open(disk.folder())) {
                journal.keep(note("before"));
                disk.fill();

                journal.keep(note("after"));
                epochs.write(new Epoch(2));

                assertThat(journal.trouble()).isEmpty();
                assertThat(journal.entries()).containsExactly(note("before"), note("after"));
                assertThat(epochs.read()).isEqualTo(new Epoch(2));
            }
        }
    }

    @Test
    void aDiskWithoutRoomForAJournalIsSaidAndTriedAgain() throws IOException {
        try (SmallDisk disk = smallDisk("12m")) {
            disk.fill();
            try (DiskJournal journal = open(disk.folder())) {
                journal.keep(note("lost"));

                assertThat(journal.trouble())
                        .contains(
                                "needed to write to the journal in "
                                        + disk.folder().resolve("journal")
                                        + ", found: No space left on device; the node goes on"
                                        + " without its records: make room or mend the disk");
                disk.makeRoom();
                journal.keep(note("kept"));

                assertThat(journal.trouble()).isEmpty();
                assertThat(journal.entries()).hasSize(2).endsWith(note("kept"));
                assertThat(journal.entries().getFirst())
                        .isInstanceOfSatisfying(
                                Entry.Missed.class,
                                missed -> assertThat(missed.records()).isEqualTo(1));
            }
        }
    }

    @Test
    void aReadOnlyDiskIsSaidAndMissedRecordsAreCounted() throws IOException {
        try (SmallDisk disk = smallDisk("12m")) {
            open(disk.folder()).close();
            disk.makeReadOnly();
            try (DiskJournal journal = open(disk.folder())) {
                journal.keep(note("lost"));
                journal.keep(note("lost, too"));
                assertThat(journal.trouble())
                        .get()
                        .asString()
                        .contains("Read-only file system")
                        .containsPattern(
                                BadInputPage.says("a journal's disk that can't be written"));

                disk.makeWritable();
                journal.keep(note("kept"));

                assertThat(journal.trouble()).isEmpty();
                assertThat(journal.entries()).hasSize(2).endsWith(note("kept"));
                assertThat(journal.entries().getFirst())
                        .isInstanceOfSatisfying(
                                Entry.Missed.class,
                                missed -> assertThat(missed.records()).isEqualTo(2));
            }
        }
    }

    /** By a disk that is a fake: no real one hangs on demand. */
    @Test
    void aDiskThatDoesNotAnswerHoldsNobodyUpForLongAndLosesNothing() throws IOException {
        Hanging disk = new Hanging(new Folder(home.resolve("journal")));
        try (DiskJournal journal = DiskJournal.open(home, disk, terms(Duration.ofMillis(20)))) {
            disk.hang();
            for (int i = 0; i < 50; i++) {
                journal.keep(note("record " + i));
            }
            assertThat(journal.trouble())
                    .get()
                    .asString()
                    .containsPattern(BadInputPage.says("a journal's disk that does not answer"));

            disk.answer();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> {
                        journal.keep(note("one more"));
                        assertThat(journal.trouble()).isEmpty();
                    });
            List<Entry> entries = journal.entries();
            for (int i = 0; i < 50; i++) {
                assertThat(entries.get(i)).isEqualTo(note("record " + i));
            }
        }
    }

    @Test
    void aRecordThatIsWrittenJustAsItCountsAsLateLeavesNoTrouble() throws IOException {
        Hanging disk = new Hanging(new Folder(home));
        try (DiskJournal journal = journalThatIsLateAs(disk, disk::answer)) {
            disk.hang();
            journal.keep(note("late"));

            await().atMost(PATIENCE).until(() -> journal.trouble().isEmpty());
            assertThat(journal.entries()).containsExactly(note("late"));
        }
    }

    @Test
    void aRecordThatFailsJustAsItCountsAsLateDoesNotCountAsWritten() throws IOException {
        Hanging disk = new Hanging(new Folder(home));
        DiskJournal journal = journalThatIsLateAs(disk, disk::fail);
        disk.hang();

        journal.keep(note("lost"));
        // So that nothing is left to be done by its thread.
        journal.close();

        assertThat(journal.trouble()).isPresent();
    }

    /**
     * Gives up on its first record; and the disk is done with that record before it has said so,
     * for which it asks for the folder's name.
     */
    private DiskJournal journalThatIsLateAs(Disk disk, Runnable done) {
        CountDownLatch over = new CountDownLatch(1);
        AtomicBoolean asked = new AtomicBoolean();
        Object folder =
                Proxy.newProxyInstance(
                        Path.class.getClassLoader(),
                        new Class<?>[] {Path.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("toString") && !asked.getAndSet(true)) {
                                done.run();
                                over.await();
                            }
                            return method.invoke(home, arguments);
                        });
        DiskJournal.Terms terms =
                new DiskJournal.Terms(Duration.ofMillis(20), () -> NOW, _ -> over.countDown());
        return DiskJournal.open((Path) folder, disk, terms);
    }

    private SmallDisk smallDisk(String size) throws IOException {
        Optional<SmallDisk> disk = SmallDisk.mount(home.resolve("disk"), size);
        assumeThat(disk).as("a file system of its own, which only root may mount").isPresent();
        return disk.get();
    }

    private static DiskJournal open(Path home) {
        return DiskJournal.open(home.resolve("journal"), terms(PATIENCE));
    }

    private static DiskJournal.Terms terms(Duration patience) {
        return new DiskJournal.Terms(patience, () -> NOW, _ -> {});
    }

    private static Entry note(String text) {
        return new Entry.Ended(NOW, text);
    }

    /** Its syncs return only while it is told to answer, or to fail. */
    private static final class Hanging implements Disk {
        private final Disk disk;
        private volatile CountDownLatch answering = new CountDownLatch(0);
        private volatile boolean failing;

        Hanging(Disk disk) {
            this.disk = disk;
        }

        void hang() {
            answering = new CountDownLatch(1);
        }

        void answer() {
            answering.countDown();
        }

        void fail() {
            failing = true;
            answering.countDown();
        }

        @Override
        public List<String> prepare(int count) throws IOException {
            return disk.prepare(count);
        }

        @Override
        public byte[] read(int segment) throws IOException {
            return disk.read(segment);
        }

        @Override
        public Path keepAside(int segment, Damage damage) throws IOException {
            return disk.keepAside(segment, damage);
        }

        @Override
        public Path file(int segment) {
            return disk.file(segment);
        }

        @Override
        public Open open(int segment) throws IOException {
            Open open = disk.open(segment);
            return new Open() {
                @Override
                public void write(int offset, byte[] bytes) throws IOException {
                    open.write(offset, bytes);
                }

                @Override
                public void force() throws IOException {
                    try {
                        answering.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    if (failing) {
                        throw new IOException("No space left on device");
                    }
                    open.force();
                }

                @Override
                public void close() throws IOException {
                    open.close();
                }
            };
        }
    }
}
