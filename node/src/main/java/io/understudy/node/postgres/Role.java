package io.understudy.node.postgres;

import java.util.List;

/**
 * The role that looks, replicates and rewinds: no superuser, and nothing that it does not need. The
 * statements are for PostgreSQL's single-user mode, one to a line, and safe to repeat.
 */
final class Role {

    private Role() {}

    /**
     * The statements.
     *
     * @param secret the password as PostgreSQL keeps it
     * @param major from 15 on, a role of PostgreSQL's own may ask for a checkpoint
     */
    static String statements(String role, String secret, int major) {
        String name = '"' + role + '"';
        List<String> lines =
                List.of(
                        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '"
                                + role
                                + "') THEN CREATE ROLE "
                                + name
                                + "; END IF; END $$;",
                        "ALTER ROLE " + name + " LOGIN REPLICATION PASSWORD '" + secret + "';",
                        "GRANT pg_monitor TO " + name + ";",
                        grant("pg_ls_dir(text, boolean, boolean)", name),
                        grant("pg_stat_file(text, boolean)", name),
                        grant("pg_read_binary_file(text)", name),
                        grant("pg_read_binary_file(text, bigint, bigint, boolean)", name),
                        major >= 15
                                ? "GRANT pg_checkpoint TO " + name + ";"
                                : grant("pg_start_backup(text, boolean, boolean)", name));
        return String.join("\n", lines) + "\n";
    }

    /** What makes a primary write a checkpoint now. */
    static String checkpoint(int major) {
        // Before 15 only a superuser may say CHECKPOINT. A backup begins with one, and this one
        // ends unfinished with its session.
        return major >= 15 ? "CHECKPOINT" : "SELECT pg_start_backup('understudy', true, false)";
    }

    private static String grant(String function, String name) {
        return "GRANT EXECUTE ON FUNCTION " + function + " TO " + name + ";";
    }
}
