package io.understudy.node.identity;

/** The secrets that all nodes of a cluster share. */
public enum Secret {
    /** With which a standby logs in to its primary, and the daemon to its own database. */
    POSTGRESQL_PASSWORD("postgresql.password");

    private final String file;

    Secret(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }
}
