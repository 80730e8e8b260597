package io.understudy.cli;

import io.understudy.node.overview.Table;
import io.understudy.node.users.User;
import io.understudy.node.users.UserRole;
import io.understudy.node.users.Users;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;

/**
 * Lists and changes who may see the page, people or programs, on all nodes, and says what came of
 * it.
 *
 * @param told where it says what was done
 */
record PageAccess(Understudy understudy, CommandLine line, PrintWriter told) {

    private static final int MARK_BYTES = 8;

    /** One change of the users; gets the mark of the change. */
    interface Change extends BiFunction<Users, String, Users> {}

    /**
     * A change of somebody or something that has to be there.
     *
     * @param missing what to say where it is not
     * @param done what is so from then on, without an end
     */
    record ChangeOf(Predicate<Users> there, Change change, String missing, String done) {}

    /**
     * Gives the changed users to all nodes.
     *
     * @param done what is so from then on, without an end
     * @return the exit status
     */
    int change(Change change, String done) {
        return ClusterCall.with(
                understudy, line, connection -> send(new UserRound(connection), change, done));
    }

    int changeOf(ChangeOf one) {
        return ClusterCall.with(
                understudy,
                line,
                connection -> {
                    UserRound round = new UserRound(connection);
                    return round.newest().filter(one.there().negate()).isPresent()
                            ? refused(one.missing())
                            : send(round, one.change(), one.done());
                });
    }

    /** Prints a table of them on standard output. */
    int list(List<String> header, Function<Users, List<List<String>>> rows) {
        return ClusterCall.with(
                understudy,
                line,
                connection -> {
                    UserRound round = new UserRound(connection);
                    Optional<Users> newest = round.newest();
                    if (newest.isEmpty()) {
                        return silent(round);
                    }
                    List<List<String>> table = new ArrayList<>();
                    table.add(header);
                    table.addAll(rows.apply(newest.get()));
                    Table.lines(table).forEach(line.getOut()::println);
                    return ExitCode.DONE;
                });
    }

    ExitCode refused(String why) {
        line.getErr().println("understudy: " + why);
        return ExitCode.REFUSED;
    }

    /** Throws picocli's complaint where nobody and nothing may have that name. */
    void check(String name) {
        if (!User.isName(name)) {
            throw new CommandLine.ParameterException(
                    line,
                    "needed a name of 1 to 64 letters, digits, '.', '_', '@' and '-', found '%s'"
                            .formatted(name));
        }
    }

    static String word(UserRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private ExitCode send(UserRound round, Change change, String done) {
        Optional<Users> newest = round.newest();
        if (newest.isEmpty()) {
            return silent(round);
        }
        Users changed;
        try {
            changed = change.apply(newest.get(), mark());
        } catch (IllegalArgumentException e) {
            return refused(String.valueOf(e.getMessage()));
        }
        UserRound.Sent sent = round.send(changed);
        sent.missed().forEach(line.getErr()::println);
        if (sent.taken().isEmpty()) {
            return ExitCode.NOBODY;
        }
        told.println("%s, on %s.".formatted(done, String.join(", ", sent.taken())));
        return ExitCode.DONE;
    }

    private ExitCode silent(UserRound round) {
        round.silences().forEach(why -> line.getErr().println("understudy: " + why));
        return ExitCode.NOBODY;
    }

    private static String mark() {
        byte[] bytes = new byte[MARK_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
