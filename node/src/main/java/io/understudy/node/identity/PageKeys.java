package io.understudy.node.identity;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What browsers are shown now: the user's own certificate, read again once its files have changed,
 * and looked at when somebody comes or asks what is wrong, so that it costs nothing meanwhile.
 * Files that can't be used change nothing: what was shown before goes on, at first the certificate
 * of the cluster. Any thread may call.
 */
public final class PageKeys extends X509ExtendedKeyManager {

    private static final Logger LOG = LoggerFactory.getLogger(PageKeys.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Optional<PageCertificate> own;
    private final LongSupplier clock;
    private Optional<Long> looked = Optional.empty();
    private List<String> stamps = List.of();
    private volatile Optional<String> trouble = Optional.empty();
    private volatile Shown shown;
    private volatile Shown before;

    /** A handshake that has begun with one ends with it. */
    private record Shown(int number, X509ExtendedKeyManager keys) {}

    /**
     * @param own the user's; empty where there is none
     * @param clusters this node's certificate of the cluster
     * @param clock monotonic, in nanoseconds
     */
    public PageKeys(
            Optional<PageCertificate> own, X509ExtendedKeyManager clusters, LongSupplier clock) {
        this.own = own;
        this.clock = clock;
        this.shown = new Shown(0, clusters);
        this.before = shown;
        look();
    }

    /** For the page's server. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new X509ExtendedKeyManager[] {this}, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS 1.3", e);
        }
    }

    /** Why the user's own files are not what is shown, one sentence; empty while they are. */
    public Optional<String> trouble() {
        look();
        return trouble;
    }

    private synchronized void look() {
        long now = clock.getAsLong();
        if (own.isEmpty() || looked.filter(at -> now - at < BETWEEN_LOOKS.toNanos()).isPresent()) {
            return;
        }
        looked = Optional.of(now);
        PageCertificate files = own.get();
        List<String> found = List.of(stamp(files.certificate()), stamp(files.key()));
        if (found.equals(stamps)) {
            return;
        }
        boolean first = stamps.isEmpty();
        stamps = found;
        take(files, first);
    }

    private void take(PageCertificate files, boolean first) {
        try {
            Shown fresh = new Shown(shown.number() + 1, files.keys());
            before = shown;
            shown = fresh;
            trouble = Optional.empty();
            if (!first) {
                LOG.info("the page shows the certificate that is in {} now", files.certificate());
            }
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            trouble =
                    Optional.of(
                            "%s; the page shows %s until that is mended"
                                    .formatted(
                                            why,
                                            shown.number() == 0
                                                    ? "the cluster's own certificate"
                                                    : "the one before"));
            LOG.warn("{}", trouble.get());
        }
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

    @Override
    public @Nullable String chooseEngineServerAlias(
            String kind, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        look();
        Shown now = shown;
        return outer(now, now.keys().chooseEngineServerAlias(kind, issuers, engine));
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return of(alias).keys().getCertificateChain(inner(alias));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return of(alias).keys().getPrivateKey(inner(alias));
    }

    private Shown of(String alias) {
        Shown now = shown;
        return alias.startsWith(now.number() + " ") ? now : before;
    }

    private static @Nullable String outer(Shown now, @Nullable String alias) {
        return alias == null ? null : now.number() + " " + alias;
    }

    private static String inner(String alias) {
        return alias.substring(alias.indexOf(' ') + 1);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
        look();
        Shown now = shown;
        return outer(now, now.keys().chooseServerAlias(kind, issuers, socket));
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
