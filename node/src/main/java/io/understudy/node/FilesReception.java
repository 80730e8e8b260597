package io.understudy.node;

import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.FilesState.Work;
import io.understudy.node.api.FilesReport;
import io.understudy.node.files.Board;
import io.understudy.node.files.NodeFiles;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Says how it stands with the files. */
record FilesReception(NodeFiles files) implements Supplier<FilesReport> {

    @Override
    public FilesReport get() {
        Board.Sheet sheet = files.sheet();
        FilesState state = files.look();
        return new FilesReport(
                work(state),
                state instanceof FilesState.Unusable(String why)
                        ? Optional.of(why)
                        : Optional.empty(),
                sheet.newest().map(count -> count.generation().toString()),
                sheet.newest().map(Board.Count::made),
                Optional.of(
                        sheet.newest().map(Board.Count::laps).orElse(List.of()).stream()
                                .map(lap -> new FilesReport.Lap(lap.stage(), lap.took()))
                                .toList()),
                sheet.coming()
                        .map(next ->
                                new FilesReport.Coming(
                                        next.generation().toString(),
                                        next.lackingBytes(),
                                        Optional.of(next.some()))),
                sheet.newest().map(Board.Count::sets).orElse(List.of()).stream()
                        .map(set -> new FilesReport.FileSet(set.name(), set.files(), set.bytes()))
                        .toList(),
                taken(state),
                sheet.problems().stream().map(Object::toString).toList(),
                sheet.silence(),
                sheet.aside().stream().map(Object::toString).toList());
    }

    private static String work(FilesState state) {
        return state instanceof FilesState.Seen seen
                ? switch (seen.work()) {
                    case Work.Resting() -> "resting";
                    case Work.Publishing _ -> "publishing";
                    case Work.Following _ -> "following";
                }
                : "resting";
    }

    private static List<FilesReport.Taken> taken(FilesState state) {
        return state instanceof FilesState.Seen(Work.Publishing publishing, var _, var _)
                ? publishing.taken().entrySet().stream()
                        .map(taken ->
                                new FilesReport.Taken(
                                        taken.getKey().name(), taken.getValue().toString()))
                        .toList()
                : List.of();
    }
}
