package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Builds that want the whole processor are no fault, and cost nobody the place. */
@Tag("long")
@Timeout(400)
class BusyHostTest {

    /** For each processor. With so many, clusters without precedence lost leases (0510). */
    private static final int BUILDS_EACH = 22;

    private static final long BUSY_MILLIS = 120_000;

    private static final Set<Victim> WATCHED =
            EnumSet.of(Victim.SERVER, Victim.POSTMASTER, Victim.CHECKPOINTER, Victim.GUARD);

    @Test
    void manyBuildsCostNoLease() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needed to be root");
        try (Playing playing = Playing.begin("fast")) {
            StageNode primary = playing.awaitWhole();
            Sight before = Sight.of(playing.audience(), primary, WATCHED);
            List<Process> builds = new ArrayList<>();
            try {
                int most = BUILDS_EACH * Runtime.getRuntime().availableProcessors();
                while (builds.size() < most) {
                    builds.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
                }
                Thread.sleep(BUSY_MILLIS);
            } finally {
                builds.forEach(Process::destroyForcibly);
            }
            assertThat(playing.awaitWhole()).as(playing.logs()).isEqualTo(primary);
            Sight after = Sight.of(playing.audience(), primary, WATCHED);
            assertThat(before.endedIn(after)).as(playing.logs()).isEqualTo(Sight.End.GOES_ON);
            assertThat(playing.faults()).isEmpty();
        }
    }
}
