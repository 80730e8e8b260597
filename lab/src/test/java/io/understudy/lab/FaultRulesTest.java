package io.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultRulesTest {

    private static final List<Fault> ALL =
            List.of(
                    new Fault.Cut("ci-a"),
                    new Fault.OneWay("ci-a", "vote"),
                    new Fault.Loss("ci-b", 30),
                    new Fault.Slow("vote", 50));

    @TempDir Path folder = Path.of("");

    @Test
    void replacesTheWholeTableByEachFaultsRules() {
        assertThat(FaultRules.of(ALL))
                .startsWith("table bridge lab\ndelete table bridge lab\ntable bridge lab {")
                .containsSubsequence(
                        "iifname \"ci-a\" drop",
                        "oifname \"ci-a\" drop",
                        "iifname \"ci-a\" oifname \"vote\" ether type != arp drop",
                        "iifname \"ci-b\" numgen random mod 100 < 30 drop",
                        "oifname \"ci-b\" numgen random mod 100 < 30 drop");
    }

    @Test
    void dropsNothingWithoutFaults() {
        assertThat(FaultRules.of(List.of())).doesNotContain("drop");
    }

    @Test
    void readsBackWhatTheNextCommandHasToKnow() throws LabException {
        FaultFile file = new FaultFile(folder.resolve("faults"));
        Set<Fault> all = new LinkedHashSet<>(ALL);
        file.write(all);

        assertThat(file.read()).isEqualTo(all);
    }
}
