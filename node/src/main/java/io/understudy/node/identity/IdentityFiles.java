package io.understudy.node.identity;

import io.understudy.node.pem.Pem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads a node's identity from its home, and trusts nothing that does not fit together. */
public final class IdentityFiles {

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private static final String KEEP_THE_AUTHORITY =
            "and keep the folder: it has the cluster's authority";

    private IdentityFiles() {}

    /** Blocks for a few disk reads. Never throws for what a disk can hold. */
    public static IdentityResult read(NodeHome home, Instant now) {
        return switch (unproved(home)) {
            case IdentityResult.Usable(Identity identity) -> check(home, identity, now);
            case IdentityResult.Unusable unusable -> unusable;
        };
    }

    /**
     * The same without a proof that key, certificate and authority belong together and are valid
     * now: where they do not and are not, a handshake fails. Spares a new process the signatures.
     */
    public static IdentityResult unproved(NodeHome home) {
        if (!home.hasIdentity()) {
            return new IdentityResult.Unusable(
                    ("needed this node's identity, found no folder %s; type: understudy init on the"
                                    + " cluster's first node, or understudy join on any other")
                            .formatted(home.identity()));
        }
        try {
            Optional<String> tooOpen = tooOpen(home.key());
            if (tooOpen.isPresent()) {
                return new IdentityResult.Unusable(tooOpen.get());
            }
            X509Certificate authority = certificate(home, home.authorityCertificate());
            X509Certificate certificate = certificate(home, home.certificate());
            PrivateKey key = key(home);
            return PeerIdentity.of(certificate)
                    .<IdentityResult>map(self ->
                            new IdentityResult.Usable(
                                    new Identity(self, certificate, key, authority)))
                    .orElseGet(() ->
                            new IdentityResult.Unusable(
                                    "needed a node's certificate made by Understudy in %s, found another"
                                            .formatted(home.certificate())));
        } catch (UnreadableException e) {
            return new IdentityResult.Unusable(e.sentence());
        } catch (IOException e) {
            return new IdentityResult.Unusable(
                    "needed to read %s: %s".formatted(home.identity(), Sentences.why(e)));
        }
    }

    private static IdentityResult check(NodeHome home, Identity identity, Instant now) {
        if (!fits(identity.key(), identity.certificate().getPublicKey())) {
            return new IdentityResult.Unusable(
                    "needed the private key to %s, found another in %s; put the right one back, %s"
                            .formatted(
                                    home.certificate(),
                                    home.key(),
                                    hasTheAuthority(home)
                                            ? KEEP_THE_AUTHORITY
                                            : "or move "
                                                    + home.identity()
                                                    + " away and join again"));
        }
        CertificateCheck check = new CertificateCheck(identity.cluster(), identity.authority());
        return check.problem(identity.certificate(), Set.of(Purpose.NODE), now)
                .<IdentityResult>map(problem ->
                        new IdentityResult.Unusable(
                                "%s: %s".formatted(home.certificate(), problem)))
                .orElseGet(() -> new IdentityResult.Usable(identity));
    }

    private static Optional<String> tooOpen(Path key) throws IOException {
        if (!Files.exists(key)) {
            return Optional.empty();
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(key);
        if (OWNERS.containsAll(permissions)) {
            return Optional.empty();
        }
        return Optional.of(
                ("needed %s to be readable by its owner alone (mode 0600), found %s; type: chmod"
                                + " 600 %s, and where somebody may have read it, join again")
                        .formatted(key, PosixFilePermissions.toString(permissions), key));
    }

    private static boolean fits(PrivateKey key, PublicKey other) {
        byte[] probe = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static X509Certificate certificate(NodeHome home, Path file)
            throws UnreadableException {
        try {
            return Pem.certificate(Files.readString(file));
        } catch (IOException | GeneralSecurityException e) {
            throw new UnreadableException("a certificate as PEM", file, replacement(home), e);
        }
    }

    private static PrivateKey key(NodeHome home) throws UnreadableException {
        try {
            return Pem.key(Files.readString(home.key()));
        } catch (IOException | GeneralSecurityException e) {
            throw new UnreadableException(
                    "a private key as PKCS#8 PEM", home.key(), replacement(home), e);
        }
    }

    /** The founder's folder has the only key of the authority, so nobody is told to move that. */
    private static String replacement(NodeHome home) {
        return hasTheAuthority(home)
                ? "restore it from a backup, " + KEEP_THE_AUTHORITY
                : "move the folder away and join again";
    }

    private static boolean hasTheAuthority(NodeHome home) {
        return Files.exists(home.authorityKey());
    }

    /** One file that can't be used, told in one sentence; never with the file's content. */
    private static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String sentence;

        UnreadableException(String expected, Path file, String replacement, Exception cause) {
            super(cause);
            String found =
                    switch (cause) {
                        case NoSuchFileException _ -> "no such file; " + replacement;
                        case AccessDeniedException _ ->
                                "no permission to read it; run as root or as the file's owner";
                        default -> "something else; " + replacement;
                    };
            this.sentence = "needed %s in %s, found %s".formatted(expected, file, found);
        }

        String sentence() {
            return sentence;
        }
    }
}
