package io.understudy.node.users;

import java.util.List;

/** GoCD's {@code business-continuity-token}: one line, {@code user = password}. Pure. */
public final class TokenFile {

    private TokenFile() {}

    /** What it says. */
    public sealed interface Reading {

        /** Without a {@code toString} of the password's. */
        record Found(String name, String password) implements Reading {
            @Override
            public String toString() {
                return name;
            }
        }

        /** It is none; the sentence repeats nothing of it. */
        record Wrong(String why) implements Reading {}
    }

    public static Reading read(String text) {
        List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        if (lines.size() != 1) {
            return new Reading.Wrong(
                    "needed exactly one line, user = password, found " + lines.size());
        }
        int equals = lines.getFirst().indexOf('=');
        if (equals < 0) {
            return new Reading.Wrong("needed a line user = password, found one without '='");
        }
        String name = lines.getFirst().substring(0, equals).strip();
        String password = lines.getFirst().substring(equals + 1).strip();
        if (!User.isName(name)) {
            return new Reading.Wrong(
                    "needed a name of 1 to 64 letters, digits, '.', '_', '@' and '-' before the"
                            + " '=', found another");
        }
        return password.isEmpty()
                ? new Reading.Wrong("needed a password behind the '=', found none")
                : new Reading.Found(name, password);
    }
}
