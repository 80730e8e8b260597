package io.understudy.lab.matrix;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.lab.Lab;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cases that take too long for each day. */
@Tag("long")
@Timeout(3000)
class WholeFaultMatrixTest {

    @TempDir Path folder = Path.of("");

    @BeforeEach
    void canBeHad() throws Exception {
        var missing = Lab.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
    }

    @Test
    void everyFaultEndsAsTheTableSays() throws Exception {
        Play.all(Table.rest(), folder.resolve("lab"), Play.Clocks.AS_THEY_ARE);
    }

    @Test
    void aClockThatJumpsMovesNothing() throws Exception {
        Play.all(Table.clocks(), folder.resolve("lab"), Play.Clocks.OF_THEIR_OWN);
    }
}
