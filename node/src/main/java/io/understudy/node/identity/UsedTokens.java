package io.understudy.node.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Remembers on disk which tokens were used, and by which key. Any thread may use it. */
final class UsedTokens {

    private final Path folder;

    UsedTokens(Path folder) {
        this.folder = folder;
    }

    /**
     * Takes the token for that key. The same key may take it again: its first answer may have been
     * lost on the way.
     *
     * @param key a fingerprint of the public key
     * @return whether it is that key's now
     */
    boolean take(BigInteger serial, String key) throws IOException {
        PrivateFiles.makeDirectory(folder);
        Path mark = folder.resolve(serial.toString(16));
        try {
            PrivateFiles.create(mark, key);
            return true;
        } catch (FileAlreadyExistsException _) {
            return Files.readString(mark).equals(key);
        }
    }
}
