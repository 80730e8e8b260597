package io.understudy.node.postgres;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.Locale;

/** Turns what the driver threw into the one sentence that an operator needs. */
final class Diagnosis {

    private Diagnosis() {}

    /** Whether the server is there and says that it takes no connection yet. */
    static boolean startingUp(SQLException e) {
        return "57P03".equals(e.getSQLState());
    }

    /** Whether the role is missing or has another password: PostgreSQL does not tell them apart. */
    static boolean passwordRefused(SQLException e) {
        return "28P01".equals(e.getSQLState());
    }

    /** Whether nobody answered in time, neither yes nor no. */
    static boolean silent(SQLException e) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < 10; depth++, cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        // The driver says so where its own thread was still connecting.
        return String.valueOf(e.getMessage()).contains("Connection attempt timed out");
    }

    /** Whether somebody answered, so that trying again changes nothing. */
    static boolean saidNo(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("28") || !tls(e).isEmpty();
    }

    /**
     * One sentence.
     *
     * @param whom such as "PostgreSQL of ci-b at 10.0.0.12:5432"
     */
    static String sentence(SQLException e, String whom, String role) {
        String tls = tls(e);
        if (!tls.isEmpty()) {
            return whom + " and this node could not agree on TLS: " + tls;
        }
        return switch (String.valueOf(e.getSQLState())) {
            case "28P01" ->
                    whom
                            + " refused the password of role "
                            + role
                            + ": put the same password file on every node of the cluster";
            case "28000" ->
                    whom
                            + " does not let role "
                            + role
                            + " in ("
                            + line(e)
                            + "): let Understudy start it, so that its pg_hba.conf has our lines";
            case "57P03" -> whom + " is starting up or shutting down";
            case "3D000" ->
                    whom
                            + " has no database named postgres, which Understudy looks through;"
                            + " type: CREATE DATABASE postgres";
            case "08001", "08006", "08004" -> whom + " did not answer: " + line(e);
            default -> whom + " answered with an error: " + line(e);
        };
    }

    private static String tls(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 10; depth++, cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (text.contains("certificate_expired") || text.contains("certificate expired")) {
                return "our certificate has expired; renew it";
            }
            if (cause instanceof CertificateExpiredException) {
                return "its certificate has expired; renew it";
            }
            if (text.contains("unable to find valid certification path")
                    || text.contains("path does not chain")
                    || text.contains("signature check failed")) {
                return "its certificate was not issued by this cluster's authority; is it a node of"
                        + " another cluster?";
            }
            if (text.contains("ssl error: broken pipe")
                    || text.contains("ssl error: connection reset")) {
                return "it closed the connection when it had seen our certificate; was this node"
                        + " joined to another cluster?";
            }
            if (text.contains("unknown_ca") || text.contains("bad_certificate")) {
                return "it does not accept our certificate as one of its cluster's; was this node"
                        + " joined to another cluster?";
            }
            if (text.contains("does not support ssl")) {
                return "it does not offer TLS; let Understudy start it";
            }
        }
        return "";
    }

    private static String line(SQLException e) {
        String said = firstLine(e);
        // The driver's own sentence says that it failed, and its cause says why.
        return e.getCause() instanceof IOException cause && !said.contains("refused")
                ? said + " (" + firstLine(cause) + ")"
                : said;
    }

    private static String firstLine(Exception e) {
        String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return said.lines().findFirst().orElse("no message").strip();
    }

    /** What a file system said, and what to do where only a person can. */
    static String said(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("No space left on device")) {
            return "needed to write, found: " + text + "; make room";
        }
        if (text.contains("Read-only file system") || text.contains("Input/output error")) {
            return "needed to write, found: " + text + "; mend the disk";
        }
        return e.getClass().getSimpleName() + ": " + text;
    }
}
