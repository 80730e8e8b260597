package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.Wire;
import io.understudy.node.peer.PeerAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import picocli.CommandLine;

/** Prints what several guards said, and tells by the exit status whether all is well. */
final class GuardAnswers<T> {

    private final CommandLine line;
    private final OutputFormat format;

    GuardAnswers(CommandLine line, OutputFormat format) {
        this.line = line;
        this.format = format;
    }

    ExitCode print(
            Map<NodeId, PeerAnswer<T>> answers,
            BiFunction<NodeId, T, List<String>> text,
            Predicate<T> well) {
        Map<String, T> said = new LinkedHashMap<>();
        answers.forEach((node, answer) -> {
            switch (answer) {
                case PeerAnswer.Answered<T>(T value) -> said.put(node.name(), value);
                case PeerAnswer.Declined<T>(String why) -> complain(why);
                case PeerAnswer.Silent<T>(String why) -> complain(why);
            }
        });
        switch (format) {
            case TEXT ->
                    said.forEach((node, value) ->
                            text.apply(new NodeId(node), value).forEach(line.getOut()::println));
            case JSON -> line.getOut().println(new Wire().writeIndented(said));
        }
        line.getOut().flush();
        if (said.isEmpty()) {
            return ExitCode.NOBODY;
        }
        boolean all = said.size() == answers.size() && said.values().stream().allMatch(well);
        return all ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void complain(String why) {
        line.getErr().println("understudy: " + why);
    }
}
