package io.understudy.node.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate's files, read again once they have changed; what could be used last stays. Its
 * owner lets one thread at a time call.
 */
final class Watched {

    private final PageCertificate files;
    private List<String> stamps;
    private Optional<X509ExtendedKeyManager> keys;
    private Optional<String> wrong = Optional.empty();

    /** Nothing is known of them yet. */
    Watched(PageCertificate files) {
        this.files = files;
        this.stamps = List.of();
        this.keys = Optional.empty();
    }

    /**
     * They were read just now.
     *
     * @param known what is in them
     */
    Watched(PageCertificate files, X509ExtendedKeyManager known) {
        this.files = files;
        this.stamps = stamps(files);
        this.keys = Optional.of(known);
    }

    /** Why they can't be used as they are now, one sentence; empty where they can. */
    Optional<String> look() {
        List<String> found = stamps(files);
        if (!found.equals(stamps)) {
            stamps = found;
            try {
                keys = Optional.of(files.keys());
                wrong = Optional.empty();
            } catch (IOException e) {
                wrong = Optional.of(String.valueOf(e.getMessage()));
            }
        }
        return wrong;
    }

    boolean isUsable() {
        return keys.isPresent();
    }

    /** The latest that could be used. */
    Optional<X509ExtendedKeyManager> keys() {
        return keys;
    }

    Path certificate() {
        return files.certificate();
    }

    private static List<String> stamps(PageCertificate files) {
        return files.files().stream().map(Watched::stamp).toList();
    }

    /** Changes whenever the file does, whatever way it was written. */
    private static String stamp(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return "%s %d %s".formatted(found.lastModifiedTime(), found.size(), found.fileKey());
        } catch (IOException e) {
            return "none: " + e.getClass().getSimpleName();
        }
    }
}
