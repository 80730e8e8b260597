package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.peer.PeerAnswer;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import picocli.CommandLine;

/** Prints what several guards said, and tells by the exit status whether all is well. */
final class GuardAnswers<T> {

    private final CommandLine line;
    private final OutputOption output;

    GuardAnswers(CommandLine line, OutputOption output) {
        this.line = line;
        this.output = output;
    }

    ExitCode print(
            Map<NodeId, PeerAnswer<T>> answers,
            BiFunction<NodeId, T, List<String>> text,
            Predicate<T> well) {
        Map<NodeId, T> said = new Answers(line.getErr()).heard(answers);
        output.print(
                line,
                () ->
                        said.entrySet().stream()
                                .flatMap(one -> text.apply(one.getKey(), one.getValue()).stream())
                                .toList(),
                said);
        if (said.isEmpty()) {
            return ExitCode.NOBODY;
        }
        boolean all = said.size() == answers.size() && said.values().stream().allMatch(well);
        return all ? ExitCode.DONE : ExitCode.FAILED;
    }
}
