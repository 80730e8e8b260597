package io.understudy.node;

import io.understudy.node.config.DashboardConfig;
import io.understudy.node.dashboard.DashboardServer;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.PageCertificate;
import io.understudy.node.users.Passwords;
import io.understudy.node.users.UserFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens this node's page, where the cluster has one. */
record Page(Premises premises, Passwords passwords, UserFile users) {

    private static final Logger LOG = LoggerFactory.getLogger(Page.class);

    /**
     * A node without its page still keeps the server running, so what is wrong with the page is
     * said, and the node goes on.
     */
    Optional<DashboardServer> open(ClusterTls tls, PeerCluster cluster) {
        Optional<DashboardConfig> dashboard = premises.config().dashboard();
        if (dashboard.isEmpty()) {
            return Optional.empty();
        }
        try {
            DashboardServer server =
                    DashboardServer.listen(
                            new InetSocketAddress(
                                    premises.self().address(), premises.self().ports().dashboard()),
                            shown(dashboard.get(), tls),
                            cluster,
                            new DashboardServer.People(
                                    users::users,
                                    passwords,
                                    premises.home().root().resolve("audit.jsonl")));
            LOG.info(
                    "the page is at https://{}/",
                    premises.self().endpoint(premises.self().ports().dashboard()));
            return Optional.of(server);
        } catch (IOException e) {
            LOG.warn("this node goes on without its page: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static SSLContext shown(DashboardConfig dashboard, ClusterTls tls) throws IOException {
        return dashboard.own().isPresent()
                ? new PageCertificate(
                                dashboard.own().get().certificate(), dashboard.own().get().key())
                        .context()
                : tls.page();
    }
}
