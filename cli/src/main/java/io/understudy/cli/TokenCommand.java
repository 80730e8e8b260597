package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.identity.JoinToken;
import io.understudy.node.identity.TokenResult;
import io.understudy.node.identity.Tokens;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy token}: prints a one-time token; alone on standard output, for a pipe. */
@Command(
        name = "token",
        description = {
            "Prints a one-time token with which a node joins, at the node that ran init.",
            "It is a secret. Pass it on by a pipe: understudy token ci-b | ssh ci-b understudy join"
                    + " --token -"
        })
final class TokenCommand implements Callable<Integer> {

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "NODE",
            converter = NodeOption.Converter.class,
            description = "The name of the node that is to join.")
    private NodeId node = new NodeId("x");

    @Override
    public Integer call() {
        Tokens tokens = new Tokens(understudy.home(), InstantSource.system());
        return switch (tokens.issue(node)) {
            case TokenResult.Made(JoinToken token, Instant until) -> {
                spec.commandLine().getOut().println(token.text());
                spec.commandLine()
                        .getErr()
                        .println(
                                "good once, for %s, until %s; `understudy node` must run here when it joins"
                                        .formatted(node, until));
                yield ExitCode.DONE.status();
            }
            case TokenResult.Refused(String why) -> {
                spec.commandLine().getErr().println("understudy: " + why);
                yield ExitCode.REFUSED.status();
            }
        };
    }
}
