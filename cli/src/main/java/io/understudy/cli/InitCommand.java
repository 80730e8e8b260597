package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.identity.Enrolment;
import io.understudy.node.identity.Founding;
import io.understudy.node.identity.Identity;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy init}: makes a new cluster, with this node as its first. */
@Command(
        name = "init",
        description =
                "Makes a new cluster: its certificate authority, its secrets, its first node.")
final class InitCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "The cluster's understudy.yaml; it is copied into this node's folder.")
    private Path config = Path.of("understudy.yaml");

    @Mixin private NodeOption node = new NodeOption();

    @Override
    public Integer call() {
        NodeId self = node.id();
        Enrolment enrolment =
                new Founding(InstantSource.system()).init(config, self, understudy.home());
        return new EnrolmentPrinter(spec.commandLine(), config.toString())
                .print(enrolment, identity -> next(self, identity));
    }

    private static String next(NodeId self, Identity identity) {
        return "made the cluster %s with %s as its first node; for each other node, type here:"
                        .formatted(identity.cluster(), self)
                + " understudy token NODE";
    }
}
