package io.understudy.node;

import io.understudy.node.api.ClashReport;
import io.understudy.node.config.DashboardConfig;
import io.understudy.node.dashboard.DashboardServer;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.PageCertificate;
import io.understudy.node.identity.PageKeys;
import io.understudy.node.users.Passwords;
import io.understudy.node.users.UserFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's page, where the cluster has one. A node without its page still keeps the server
 * running, so what is wrong with the page is said, and the node goes on.
 */
final class Page {

    private static final Logger LOG = LoggerFactory.getLogger(Page.class);

    private final Premises premises;
    private final Passwords passwords;
    private final UserFile users;
    private volatile Optional<String> closed = Optional.empty();
    private volatile Optional<PageKeys> keys = Optional.empty();

    /** It is not open yet. */
    Page(Premises premises, Passwords passwords, UserFile users) {
        this.premises = premises;
        this.passwords = passwords;
        this.users = users;
    }

    /** Empty where there is none, or it can't be. */
    Optional<DashboardServer> open(ClusterTls tls, PeerCluster cluster) {
        return premises.config().dashboard().flatMap(dashboard -> open(dashboard, tls, cluster));
    }

    private Optional<DashboardServer> open(
            DashboardConfig dashboard, ClusterTls tls, PeerCluster cluster) {
        PageKeys shown =
                new PageKeys(
                        dashboard
                                .own()
                                .map(own -> new PageCertificate(own.certificate(), own.key())),
                        PageCertificate.of(premises.home()),
                        tls.page(),
                        System::nanoTime);
        try {
            DashboardServer server =
                    DashboardServer.listen(
                            new InetSocketAddress(
                                    premises.self().address(), premises.self().ports().dashboard()),
                            shown.context(),
                            cluster,
                            new DashboardServer.People(
                                    users::users,
                                    passwords,
                                    premises.home().root().resolve("audit.jsonl")));
            LOG.info(
                    "the page is at https://{}/",
                    premises.self().endpoint(premises.self().ports().dashboard()));
            keys = Optional.of(shown);
            return Optional.of(server);
        } catch (IOException e) {
            LOG.warn("this node goes on without its page: {}", e.getMessage());
            closed = Optional.of(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What is wrong with it, one sentence; empty where nothing is. Any thread may call. */
    Optional<String> trouble() {
        return closed.or(() -> keys.flatMap(PageKeys::trouble));
    }

    /** Of its users what a person has to look at. Any thread may call. */
    List<ClashReport> clashes() {
        return users.users().clashes().stream().map(ClashReport::of).toList();
    }
}
