package io.understudy.node.arbiter;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ZooKeeper and Netty take much of their configuration from system properties alone. They are
 * written here, in one place, before the first of their classes is loaded; so there is one member
 * of an ensemble in a process. What a person gave on the command line stays.
 */
final class EnsembleProperties {

    private EnsembleProperties() {}

    static void apply(KeyStores stores) {
        Map<String, String> properties = new LinkedHashMap<>();
        server(properties);
        election(properties);
        apply(properties);
        // Security is not for the command line to change.
        mutualTls(stores).forEach(System::setProperty);
    }

    /** What a mere client needs of them. */
    static void applyToClient() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("zookeeper.sasl.client", "false");
        netty(properties);
        apply(properties);
    }

    private static void apply(Map<String, String> properties) {
        properties.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /** Mutual TLS 1.3 between members, with certificates of the cluster's authority alone. */
    private static Map<String, String> mutualTls(KeyStores stores) {
        String prefix = "zookeeper.ssl.quorum.";
        return Map.of(
                prefix + "protocol",
                "TLSv1.3",
                prefix + "enabledProtocols",
                "TLSv1.3",
                prefix + "ciphersuites",
                "TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384",
                prefix + "keyStore.location",
                stores.identity().toString(),
                prefix + "keyStore.type",
                KeyStores.TYPE,
                prefix + "trustStore.location",
                stores.trusted().toString(),
                prefix + "trustStore.type",
                KeyStores.TYPE,
                prefix + "clientAuth",
                "need",
                // The authority is the cluster's own and signs its nodes alone: who holds a
                // certificate of it is a member, under whatever address it is reached.
                prefix + "hostnameVerification",
                "false");
    }

    private static void server(Map<String, String> properties) {
        properties.put("zookeeper.admin.enableServer", "false");
        properties.put("zookeeper.jmx.log4j.disable", "true");
        properties.put("zookeeper.4lw.commands.whitelist", "");
        // An empty folder doesn't vote unless this node never was a member: see Storage.founding.
        properties.put("zookeeper.db.autocreate", "false");
        properties.put("zookeeper.snapCount", "20000");
        properties.put("zookeeper.preAllocSize", "1024");
        // One value of a few hundred bytes and one client need no pools.
        properties.put("zookeeper.commitProcessor.numWorkerThreads", "0");
        properties.put("zookeeper.maxResponseCacheSize", "0");
        properties.put("zookeeper.maxGetChildrenResponseCacheSize", "0");
    }

    /** After a loss the survivors must neither wait for the dead nor look too rarely. */
    private static void election(Map<String, String> properties) {
        properties.put("zookeeper.cnxTimeout", "500");
        properties.put("zookeeper.fastleader.minNotificationInterval", "100");
        properties.put("zookeeper.fastleader.maxNotificationInterval", "400");
        // A follower tries five times, and often comes a moment before the leader listens.
        properties.put("zookeeper.leaderConnectDelayDuringRetryMs", "20");
        properties.put("zookeeper.learner.closeSocketAsync", "true");
        properties.put("zookeeper.leader.closeSocketAsync", "true");
        properties.put("zookeeper.commitProcessor.shutdownTimeout", "200");
        properties.put("zookeeper.request_throttler.shutdownTimeout", "200");
    }

    /** One connection needs no pools. */
    private static void netty(Map<String, String> properties) {
        properties.put("io.netty.eventLoopThreads", "1");
        properties.put("io.netty.allocator.type", "unpooled");
        properties.put("io.netty.noPreferDirect", "true");
        // Netty's use of sun.misc.Unsafe prints warnings on this JDK.
        properties.put("io.netty.noUnsafe", "true");
        properties.put("io.netty.transport.noNative", "true");
        properties.put("io.netty.leakDetection.level", "disabled");
        properties.put("io.netty.recycler.maxCapacityPerThread", "0");
    }
}
