package io.understudy.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.api.ProgramReport;
import io.understudy.node.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatedVersionTest {

    private static final Duration SETTLED = Duration.ofSeconds(20);

    @TempDir Path folder = Path.of("");

    @Test
    void isTheFirstLineThatTheProgramWrites() {
        StatedVersion stated = of("echo; echo ' Buildbot 3.7 '; echo Twisted 22.4");

        assertThat(stated.get().sentence()).contains("it is just being asked");
        assertThat(settled(stated))
                .isEqualTo(
                        new ProgramReport("server", Optional.of("Buildbot 3.7"), Optional.empty()));
    }

    @Test
    void isAskedOnceForAllWhoWantToKnow() throws Exception {
        Path runs = folder.resolve("runs");
        StatedVersion stated = of("echo run >> " + runs + "; echo 3");

        assertThat(runs).doesNotExist();
        settled(stated);
        for (int again = 0; again < 100; again++) {
            assertThat(stated.get().version()).contains("3");
        }
        assertThat(Files.readAllLines(runs)).hasSize(1);
    }

    @Test
    void isNotKnownWhereTheProgramFails() {
        assertThat(settled(of("echo 3; exit 4")).sentence())
                .hasValueSatisfying(why -> assertThat(why).endsWith("ended with status 4"));
        assertThat(settled(of("true")).sentence())
                .hasValueSatisfying(why -> assertThat(why).endsWith("says nothing"));
    }

    @Test
    void isNotKnownWhereNoProgramIs() {
        StatedVersion missing =
                new StatedVersion(
                        "server", () -> Optional.of(Program.of(folder.resolve("no").toString())));
        StatedVersion none = new StatedVersion("server", Optional::empty);

        assertThat(settled(missing).version()).isEmpty();
        assertThat(settled(none).sentence()).contains("none is here");
    }

    @Test
    void aLongLineIsCut() {
        assertThat(settled(of("head -c 5000 /dev/zero | tr '\\0' x")).version())
                .hasValueSatisfying(version -> assertThat(version).hasSize(101).endsWith("…"));
    }

    private static StatedVersion of(String script) {
        return new StatedVersion("server", () -> Optional.of(Program.of("/bin/sh", "-c", script)));
    }

    private static ProgramReport settled(StatedVersion stated) {
        return Awaitility.await()
                .atMost(SETTLED)
                .until(
                        stated::get,
                        report ->
                                report.sentence()
                                        .filter(why -> why.equals("it is just being asked"))
                                        .isEmpty());
    }
}
