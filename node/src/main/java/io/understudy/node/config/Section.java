package io.understudy.node.config;

import java.util.List;

/** The blocks of the file, and the keys that each may have. Any other key is a mistake. */
enum Section {
    FILE(
            "cluster",
            "nodes",
            "arbiter",
            "peer-loss",
            "takeover",
            "timing",
            "watchdog",
            "flapping",
            "fence",
            "dashboard",
            "notify",
            "server",
            "database",
            "address",
            "files",
            "file-generations"),
    ADDRESS("virtual-ip", "interface", "command"),
    ADDRESS_COMMAND("take", "release", "show"),
    FLAPPING("moves", "within"),
    FENCE("mode", "methods"),
    FENCE_METHOD("ssh", "command"),
    FENCE_SSH("user", "port", "key", "known-hosts", "program", "home", "timeout"),
    FENCE_COMMAND("name", "command", "test", "secrets", "timeout"),
    NODE("address", "interface", "witness", "ports", "postgresql", "server", "files"),
    FILE_SET("path", "include", "exclude"),
    /** One node's own: what is carried is the cluster's matter. */
    NODE_FILE_SET("path"),
    PORTS("api", "quorum", "election", "dashboard"),
    NOTIFY("again", "replication-lag", "file-lag", "channels"),
    NOTIFY_CHANNEL("webhook", "email", "command", "level", "about"),
    NOTIFY_WEBHOOK("url", "secret", "authority"),
    NOTIFY_EMAIL("server", "security", "authority", "user", "password-file", "from", "to"),
    NOTIFY_COMMAND("command", "timeout"),
    DASHBOARD("port", "certificate", "key", "gocd-scripts"),
    ARBITER("zookeeper"),
    ZOOKEEPER("connect", "namespace", "tls", "user", "password-file"),
    TLS("authority", "certificate", "key", "check-names"),
    SERVER(
            "profile",
            "command",
            "unit",
            "directory",
            "user",
            "environment",
            "probe",
            "stop-timeout",
            "start-timeout",
            "unhealthy-after",
            "restarts",
            "settled-after",
            "workload",
            "version"),
    PROBE("http", "tcp", "says", "command", "every", "timeout"),
    WORKLOAD("database", "workers", "builds", "fates"),
    PROFILE("title", "proven", "ports", "notes", "files", "server"),
    PROFILE_FILES("path", "exclude"),
    DATABASE("postgresql"),
    POSTGRESQL(
            "data",
            "port",
            "bin",
            "user",
            "socket",
            "synchronous",
            "lag-limit",
            "keep-wal",
            "start-timeout"),
    /** One node's own: what a commit waits for is the cluster's matter, never one node's. */
    NODE_POSTGRESQL("data", "port", "bin", "user", "socket", "keep-wal");

    @SuppressWarnings("ImmutableEnumChecker") // List.of never changes
    private final List<String> keys;

    Section(String... keys) {
        this.keys = List.of(keys);
    }

    List<String> keys() {
        return keys;
    }
}
