package io.understudy.node.postgres;

/**
 * Understudy's lines in pg_hba.conf. The first line that matches decides, so they stand at the top;
 * they concern Understudy's own role alone.
 */
final class HostAccess {

    private static final String BEGIN = "# >>> understudy: do not edit from here";
    private static final String END = "# <<< understudy: to here; what follows is yours";

    private HostAccess() {}

    /** The text with exactly one block, at its top, and all else as it was. */
    static String withBlock(String text, String role) {
        String block =
                """
                %s
                # Role %s comes in over TLS with a certificate of the cluster and its password, or not at all.
                hostssl all,replication %s all scram-sha-256 clientcert=verify-ca
                host    all,replication %s all reject
                local   all,replication %s reject
                %s
                """
                        .formatted(BEGIN, role, quoted(role), quoted(role), quoted(role), END);
        return block + withoutBlock(text);
    }

    private static String withoutBlock(String text) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            return text;
        }
        int next = text.indexOf('\n', end);
        return text.substring(0, begin) + (next < 0 ? "" : text.substring(next + 1));
    }

    private static String quoted(String role) {
        return '"' + role + '"';
    }
}
