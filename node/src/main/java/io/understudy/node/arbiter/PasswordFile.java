package io.understudy.node.arbiter;

import io.understudy.node.disk.PrivateText;
import java.nio.file.Path;

/** A file with nothing but a password, which nobody but this user may read. */
final class PasswordFile {

    private static final PrivateText FILE =
            new PrivateText("the ensemble's password", "put the same password there on every node");

    private PasswordFile() {}

    /** The password without the line end. No sentence holds any of it. */
    static String read(Path file) throws ArbiterUnavailableException {
        return switch (FILE.in(file)) {
            case PrivateText.Reading.Unusable(String why) ->
                    throw new ArbiterUnavailableException(why);
            case PrivateText.Reading.Read(String text) -> only(file, text.stripTrailing());
        };
    }

    private static String only(Path file, String password) throws ArbiterUnavailableException {
        if (password.isEmpty() || password.lines().count() != 1) {
            throw new ArbiterUnavailableException(
                    ("needed the ensemble's password in %s, as its only line, found %d lines;"
                                    + " put the same password there on every node")
                            .formatted(file, password.lines().count()));
        }
        return password;
    }
}
