package io.understudy.node.identity;

import io.understudy.node.pem.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;

/** Fills a node's home. The identity comes last, so that a home with one is whole. */
final class HomeWriter {

    private final NodeHome home;

    HomeWriter(NodeHome home) {
        this.home = home;
    }

    /**
     * What a home is filled with.
     *
     * @param authority at the founder alone
     */
    record Content(
            String config,
            Map<Secret, String> secrets,
            Identity identity,
            Optional<Authority> authority) {}

    void write(Content content) throws IOException, GeneralSecurityException {
        PrivateFiles.makeDirectory(home.root());
        PrivateFiles.makeDirectory(home.secrets());
        PrivateFiles.write(home.config(), content.config());
        for (Map.Entry<Secret, String> secret : content.secrets().entrySet()) {
            PrivateFiles.write(home.secret(secret.getKey()), secret.getValue());
        }
        Path fresh = PrivateFiles.newDirectoryFor(home.identity());
        try {
            fill(fresh, content);
            PrivateFiles.moveInto(fresh, home.identity());
        } finally {
            PrivateFiles.deleteDirectory(fresh);
        }
    }

    private void fill(Path fresh, Content content) throws IOException, GeneralSecurityException {
        Identity identity = content.identity();
        PrivateFiles.create(name(fresh, home.authorityCertificate()), Pem.of(identity.authority()));
        PrivateFiles.create(name(fresh, home.certificate()), Pem.of(identity.certificate()));
        PrivateFiles.create(name(fresh, home.key()), Pem.of(identity.key()));
        if (content.authority().isPresent()) {
            PrivateFiles.create(
                    name(fresh, home.authorityKey()), Pem.of(content.authority().get().key()));
            PrivateFiles.create(
                    name(fresh, home.founderMark()),
                    "This node made the cluster, and may write its register's first state.\n");
        }
    }

    private static Path name(Path directory, Path like) {
        return directory.resolve(like.getFileName());
    }
}
