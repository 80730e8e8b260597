package io.understudy.cli;

import io.understudy.node.config.ArbiterConfig;
import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.ConfigFile;
import io.understudy.node.config.ConfigResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy config check}: lists all mistakes of a configuration at once. */
@Command(
        name = "check",
        description = "Lists every mistake in a configuration, with its line and column.")
final class ConfigCheckCommand implements Callable<Integer> {

    @ParentCommand private ConfigCommand parent = new ConfigCommand();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file to check (understudy.yaml in this node's folder).")
    private @Nullable Path file;

    @Override
    public Integer call() {
        Path checked =
                Optional.ofNullable(file).orElseGet(() -> parent.understudy().home().config());
        return switch (ConfigFile.read(checked)) {
            case ConfigResult.Valid(ClusterConfig config) -> {
                spec.commandLine().getOut().println(summary(checked, config));
                ProfileText.of(checked, config).forEach(spec.commandLine().getOut()::println);
                warnings(config).forEach(spec.commandLine().getErr()::println);
                yield ExitCode.DONE.status();
            }
            case ConfigResult.Mistakes mistakes -> {
                spec.commandLine().getErr().println(mistakes.text(checked.toString()));
                yield ExitCode.USAGE.status();
            }
        };
    }

    /** What is allowed, and yet to be thought over. */
    private static List<String> warnings(ClusterConfig config) {
        List<String> warnings = new ArrayList<>();
        if (config.arbiter() instanceof ArbiterConfig.ZooKeeper ensemble
                && ensemble.transport() instanceof ArbiterConfig.Plain) {
            warnings.add(
                    "Warning: arbiter.zookeeper.tls: off sends the ensemble's password in clear"
                            + " text: whoever is on the way can read it and move the primary;"
                            + " give tls the ensemble's authority instead");
        }
        if (config.fence().needsTheHost()) {
            warnings.add(
                    "Warning: fence.mode: required without a command: a host that is off gives no"
                            + " receipt, so nobody takes over from it until a person types"
                            + " understudy failover with --stopped; add a command that takes its"
                            + " power");
        }
        return warnings;
    }

    private static String summary(Path file, ClusterConfig config) {
        return "%s is good: the cluster %s of %d nodes, %d of them with a database"
                .formatted(file, config.cluster(), config.nodes().size(), config.carriers().size());
    }
}
