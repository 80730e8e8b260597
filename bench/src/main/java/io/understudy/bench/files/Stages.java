package io.understudy.bench.files;

import io.understudy.bench.Row;
import io.understudy.node.api.FilesReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the time went, as both nodes say themselves. */
final class Stages {

    private static final Duration WORTH_A_ROW = Duration.ofMillis(10);

    private final Map<String, List<Duration>> took = new LinkedHashMap<>();

    /** Of one run. */
    void add(String whose, Optional<FilesReport> report) {
        report.flatMap(FilesReport::laps)
                .orElse(List.of())
                .forEach(lap ->
                        took.computeIfAbsent(
                                        "  " + whose + " " + lap.stage(), _ -> new ArrayList<>())
                                .add(lap.took()));
    }

    /** Those that took any time worth a row. */
    List<Row> rows(String what) {
        List<Row> rows = new ArrayList<>();
        took.forEach((measure, durations) -> {
            if (durations.stream().anyMatch(one -> one.compareTo(WORTH_A_ROW) >= 0)) {
                rows.add(Row.ofSeconds(what, measure, durations));
            }
        });
        return rows;
    }
}
