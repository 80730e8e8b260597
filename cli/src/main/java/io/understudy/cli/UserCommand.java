package io.understudy.cli;

import io.understudy.node.users.Argon2;
import io.understudy.node.users.TokenFile;
import io.understudy.node.users.User;
import io.understudy.node.users.UserRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code understudy user}: who may log in to the page. */
@Command(
        name = "user",
        description = {
            "Says who may log in to the page that every node serves (dashboard: in"
                    + " understudy.yaml).",
            "All nodes have the same users: one that is away takes them once it is back."
        })
final class UserCommand {

    private static final int MOST_TOKEN_BYTES = 4096;

    @ParentCommand private Understudy understudy = new Understudy();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "add",
            description = {
                "Adds somebody, or gives a new password or role to who is there.",
                "The password is asked for, or else read from standard input: one line."
            })
    int add(
            @Parameters(
                            paramLabel = "NAME",
                            description = "1 to 64 letters, digits, '.', '_', '@' and '-'.")
                    String name,
            @Option(
                            names = "--role",
                            paramLabel = "viewer|operator",
                            defaultValue = "viewer",
                            description =
                                    "An operator changes what the command line does, a viewer"
                                            + " nothing (${DEFAULT-VALUE}).")
                    UserRole role) {
        access().check(name);
        return switch (new NewPassword(understudy.terminal(), System.in).read()) {
            case NewPassword.Reading.Unfit(String why) -> fail(why);
            case NewPassword.Reading.Fit fit -> {
                User user = new User(name, role, new Argon2().hash(fit.password()));
                yield access().change(
                                (users, mark) -> users.with(user, mark),
                                name + " may log in as " + PageAccess.word(role));
            }
        };
    }

    @Command(name = "remove", description = "Removes somebody, and ends what he or she has open.")
    int remove(@Parameters(paramLabel = "NAME", description = "Whom.") String name) {
        access().check(name);
        return access().changeOf(
                        new PageAccess.ChangeOf(
                                users -> users.named(name).isPresent(),
                                (users, mark) -> users.without(name, mark),
                                "needed a user, found no " + name,
                                name + " may not log in any more"));
    }

    @Command(
            name = "keep",
            description = {
                "Says that somebody who was changed in two places at once is right as he or she is"
                        + " now.",
                "understudy status says of whom that is to be said; a new change says it, too."
            })
    int keep(@Parameters(paramLabel = "NAME", description = "Whom.") String name) {
        access().check(name);
        return access().changeOf(
                        new PageAccess.ChangeOf(
                                users -> users.isClash(name),
                                (users, mark) -> users.keeping(name, mark),
                                "needed a user who was changed in two places at once, found no "
                                        + name
                                        + " among them; see understudy status",
                                name + " is right as understudy user list has it"));
    }

    @Command(name = "list", description = "Lists them with their roles.")
    int list() {
        return access().list(
                        List.of("NAME", "ROLE"),
                        users ->
                                users.users().stream()
                                        .map(user ->
                                                List.of(user.name(), PageAccess.word(user.role())))
                                        .toList());
    }

    @Command(
            name = "import",
            description = {
                "Adds the user of a GoCD business-continuity-token, as a viewer.",
                "The file has one line: user = password."
            })
    int importToken(@Parameters(paramLabel = "FILE", description = "That file.") Path file) {
        try {
            if (Files.size(file) > MOST_TOKEN_BYTES) {
                return fail("needed a file of one line in " + file + ", found a large one");
            }
            return switch (TokenFile.read(Files.readString(file))) {
                case TokenFile.Reading.Wrong(String why) -> fail(why + " in " + file);
                case TokenFile.Reading.Found found -> {
                    User user =
                            new User(
                                    found.name(),
                                    UserRole.VIEWER,
                                    new Argon2().hash(found.password()));
                    yield access().change(
                                    (users, mark) -> users.with(user, mark),
                                    found.name()
                                            + " may log in as viewer, with the token's password");
                }
            };
        } catch (IOException e) {
            return fail("needed to read " + file + ", found: " + e.getMessage());
        }
    }

    private PageAccess access() {
        return new PageAccess(understudy, spec.commandLine(), spec.commandLine().getOut());
    }

    private int fail(String why) {
        spec.commandLine().getErr().println("understudy: " + why);
        return ExitCode.FAILED.status();
    }
}
