package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.identity.JoinToken;
import io.understudy.node.identity.TokenResult;
import io.understudy.node.identity.Tokens;
import io.understudy.node.users.ApiToken;
import io.understudy.node.users.UserRole;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code understudy token}: prints a one-time token for a node, or makes one with which programs
 * ask the page's server; alone on standard output, for a pipe.
 */
@Command(
        name = "token",
        description = {
            "With NODE: prints a one-time token with which a node joins, at the node that ran"
                    + " init.",
            "It is a secret. Pass it on by a pipe: understudy token ci-b | ssh ci-b understudy join"
                    + " --token -",
            "With add, remove, keep or list: the tokens with which programs ask the page's server,"
                    + " such as Prometheus; all nodes have the same."
        })
final class TokenCommand implements Callable<Integer> {

    private static final int MOST_DAYS = 3650;

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "NODE",
            arity = "0..1",
            converter = NodeOption.Converter.class,
            description = "The name of the node that is to join.")
    private Optional<NodeId> node = Optional.empty();

    @Override
    public Integer call() {
        if (node.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "needed NODE, or add, remove, keep or list, found neither");
        }
        Tokens tokens = new Tokens(understudy.home(), InstantSource.system());
        return switch (tokens.issue(node.get())) {
            case TokenResult.Made(JoinToken token, Instant until) -> {
                spec.commandLine().getOut().println(token.text());
                spec.commandLine()
                        .getErr()
                        .println(
                                "good once, for %s, until %s; `understudy node` must run here when it joins"
                                        .formatted(node.get(), until));
                yield ExitCode.DONE.status();
            }
            case TokenResult.Refused(String why) -> access().refused(why).status();
        };
    }

    @Command(
            name = "add",
            description = {
                "Makes a token for a program, in place of any of that name, and prints it once.",
                "The program sends it as: Authorization: Bearer TOKEN"
            })
    int add(
            @Parameters(
                            paramLabel = "NAME",
                            description =
                                    "What it is for: 1 to 64 letters, digits, '.', '_', '@' and"
                                            + " '-'.")
                    String name,
            @Option(
                            names = "--role",
                            paramLabel = "viewer|operator",
                            defaultValue = "viewer",
                            description = "What the program may do (${DEFAULT-VALUE}).")
                    UserRole role,
            @Option(
                            names = "--days",
                            paramLabel = "N",
                            defaultValue = "365",
                            description = "It ends after so many days (${DEFAULT-VALUE}).")
                    int days) {
        access().check(name);
        if (days < 1 || days > MOST_DAYS) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "needed --days to be 1 to %d, found %d".formatted(MOST_DAYS, days));
        }
        String text = ApiToken.make(new SecureRandom());
        ApiToken token =
                new ApiToken(
                        name,
                        role,
                        ApiToken.hash(text),
                        Instant.now().plus(Duration.ofDays(days)).getEpochSecond());
        int status =
                access().change(
                                (users, mark) -> users.with(token, mark),
                                "token %s is good as %s until %s, shown this once"
                                        .formatted(name, PageAccess.word(role), token.end()));
        if (status == ExitCode.DONE.status()) {
            spec.commandLine().getOut().println(text);
        }
        return status;
    }

    @Command(name = "remove", description = "Removes a program's token: it is good no more.")
    int remove(@Parameters(paramLabel = "NAME", description = "Which.") String name) {
        access().check(name);
        return access().changeOf(
                        new PageAccess.ChangeOf(
                                users -> users.tokenNamed(name).isPresent(),
                                (users, mark) -> users.withoutToken(name, mark),
                                "needed a token, found no " + name,
                                "token " + name + " is good no more"));
    }

    @Command(
            name = "keep",
            description = {
                "Says that a token that was changed in two places at once is right as it is now.",
                "understudy status says of which that is to be said; a new change says it, too."
            })
    int keep(@Parameters(paramLabel = "NAME", description = "Which.") String name) {
        access().check(name);
        return access().changeOf(
                        new PageAccess.ChangeOf(
                                users -> users.isTokenClash(name),
                                (users, mark) -> users.keepingToken(name, mark),
                                "needed a token that was changed in two places at once, found no "
                                        + name
                                        + " among them; see understudy status",
                                "token " + name + " is right as understudy token list has it"));
    }

    @Command(name = "list", description = "Lists the programs' tokens, without what is secret.")
    int list() {
        return access().list(
                        List.of("NAME", "ROLE", "UNTIL"),
                        users ->
                                users.tokens().stream()
                                        .map(token ->
                                                List.of(
                                                        token.name(),
                                                        PageAccess.word(token.role()),
                                                        token.end().toString()))
                                        .toList());
    }

    /** Standard output is for the token alone. */
    private PageAccess access() {
        return new PageAccess(understudy, spec.commandLine(), spec.commandLine().getErr());
    }
}
