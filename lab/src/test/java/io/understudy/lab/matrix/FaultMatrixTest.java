package io.understudy.lab.matrix;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.lab.Lab;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cases of each day. */
@Timeout(400)
class FaultMatrixTest {

    @TempDir Path folder = Path.of("");

    @Test
    void theMostTellingFaultsEndAsTheTableSays() throws Exception {
        var missing = Lab.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        Play.all(Table.daily(), folder.resolve("lab"), Play.Clocks.AS_THEY_ARE);
    }
}
