package io.understudy.node.notify;

import io.understudy.node.disk.PrivateText;
import java.nio.file.Path;

/** A file with one secret, read anew for each letter, so that it may be changed at any time. */
final class SecretFile {

    private static final PrivateText FILE =
            new PrivateText("the secret", "put it there on every node");
    private static final int LEAST = 8;
    private static final int MOST = 4096;

    private SecretFile() {}

    /** What became of reading it. */
    sealed interface Reading {
        /** Its text without a line's end. */
        record Read(String secret) implements Reading {
            /** Never shows it. */
            @Override
            public String toString() {
                return "Read[***]";
            }
        }

        /** One sentence, with none of what the file has. */
        record Unusable(String why) implements Reading {}
    }

    static Reading read(Path file) {
        return switch (FILE.in(file)) {
            case PrivateText.Reading.Unusable(String why) -> new Reading.Unusable(why);
            case PrivateText.Reading.Read(String text) -> {
                String secret = text.strip();
                yield secret.length() < LEAST || secret.length() > MOST || secret.indexOf('\n') >= 0
                        ? unfit(file)
                        : new Reading.Read(secret);
            }
        };
    }

    private static Reading unfit(Path file) {
        return new Reading.Unusable(
                "needed one line of at least %d characters in %s, found something else; write the secret into it"
                        .formatted(LEAST, file));
    }
}
