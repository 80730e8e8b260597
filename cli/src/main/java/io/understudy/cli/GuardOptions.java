package io.understudy.cli;

import io.understudy.core.model.NodeId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose guard, and how to print what it says. */
final class GuardOptions {

    @Option(
            names = "--node",
            paramLabel = "NODE",
            converter = NodeOption.Converter.class,
            description = "Only that node's guard; every node's that carries a database otherwise.")
    private @Nullable NodeId node;

    @Mixin private OutputOption output = new OutputOption();

    OutputOption output() {
        return output;
    }

    List<NodeId> chosen(List<NodeId> all) {
        return Optional.ofNullable(node).map(List::of).orElse(all);
    }
}
