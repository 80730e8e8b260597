package io.understudy.node.identity;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
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
 * What browsers are shown now: the user's own certificate, or this node's of the cluster where
 * there is none that can be used. Both are read again once their files have changed, which is
 * looked at when somebody comes or asks what is wrong, so that it costs nothing meanwhile. Files
 * that can't be used change nothing: what was shown before goes on. Any thread may call.
 */
public final class PageKeys extends X509ExtendedKeyManager {

    private static final Logger LOG = LoggerFactory.getLogger(PageKeys.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Optional<Watched> own;
    private final Watched clusters;
    private final LongSupplier clock;
    private Optional<Long> looked = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();
    private volatile Shown shown;
    private volatile Shown before;

    /** A handshake that has begun with one ends with it. */
    private record Shown(int number, X509ExtendedKeyManager keys) {}

    /**
     * @param own the user's; empty where there is none
     * @param clusters this node's files of the cluster
     * @param known what is in the latter
     * @param clock monotonic, in nanoseconds
     */
    public PageKeys(
            Optional<PageCertificate> own,
            PageCertificate clusters,
            X509ExtendedKeyManager known,
            LongSupplier clock) {
        this.own = own.map(Watched::new);
        this.clusters = new Watched(clusters, known);
        this.clock = clock;
        this.shown = new Shown(0, known);
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

    /** Why the files are not what is shown, one sentence; empty while they are. */
    public Optional<String> trouble() {
        look();
        return trouble;
    }

    private synchronized void look() {
        long now = clock.getAsLong();
        if (looked.filter(at -> now - at < BETWEEN_LOOKS.toNanos()).isPresent()) {
            return;
        }
        boolean first = looked.isEmpty();
        looked = Optional.of(now);
        Optional<String> wrong = own.flatMap(Watched::look);
        Optional<String> clustersWrong = clusters.look();
        Watched source = own.filter(Watched::isUsable).orElse(clusters);
        show(source, first);
        say(
                (source.equals(clusters) ? wrong.or(() -> clustersWrong) : wrong)
                        .map(why ->
                                "%s; the page shows %s until that is mended"
                                        .formatted(
                                                why,
                                                own.isPresent() && source.equals(clusters)
                                                        ? "the cluster's own certificate"
                                                        : "the one before")));
    }

    private void show(Watched source, boolean first) {
        X509ExtendedKeyManager wanted = source.keys().orElseThrow();
        if (wanted.equals(shown.keys())) {
            return;
        }
        before = shown;
        shown = new Shown(shown.number() + 1, wanted);
        if (!first) {
            LOG.info("the page shows the certificate that is in {} now", source.certificate());
        }
    }

    private void say(Optional<String> found) {
        if (!found.equals(trouble)) {
            found.ifPresent(why -> LOG.warn("{}", why));
            trouble = found;
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
