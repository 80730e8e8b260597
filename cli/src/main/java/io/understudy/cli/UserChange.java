package io.understudy.cli;

import io.understudy.node.users.Users;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Changes who may see the page, people or programs, on all nodes, and says what came of it.
 *
 * @param told what was done
 * @param err what is wrong
 */
record UserChange(PrintWriter told, PrintWriter err) {

    private static final int MARK_BYTES = 8;

    /** One change of the users; gets the mark of the change. */
    interface Change extends BiFunction<Users, String, Users> {}

    /**
     * Gives the changed users to all nodes.
     *
     * @param done what is so from then on, without an end
     */
    ExitCode send(UserRound round, Change change, String done) {
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
        sent.missed().forEach(err::println);
        if (sent.taken().isEmpty()) {
            return ExitCode.NOBODY;
        }
        told.println("%s, on %s.".formatted(done, String.join(", ", sent.taken())));
        return ExitCode.DONE;
    }

    ExitCode silent(UserRound round) {
        round.silences().forEach(why -> err.println("understudy: " + why));
        return ExitCode.NOBODY;
    }

    ExitCode refused(String why) {
        err.println("understudy: " + why);
        return ExitCode.REFUSED;
    }

    private static String mark() {
        byte[] bytes = new byte[MARK_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
