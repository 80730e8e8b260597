package io.understudy.demo.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where and how the row writer writes.
 *
 * @param hosts each a host and port such as {@code 127.0.0.1:5432}, tried in that order
 * @param database its name
 * @param user who owns, or may create, the table
 * @param passwordFile holds the password and nothing else; an empty file where none is needed
 * @param run names this run's rows in the table; 1 to 40 of a-z, A-Z, 0-9, '-', '_'
 * @param every how long to wait between two rows; zero writes as fast as it can
 * @param patience with servers
 */
public record RowWriterSettings(
        List<String> hosts,
        String database,
        String user,
        Path passwordFile,
        String run,
        Duration every,
        Patience patience) {

    private static final Pattern HOST = Pattern.compile("[^/?&,\\s]+:\\d{1,5}");
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9_-]{1,40}");

    public RowWriterSettings {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty() || !hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            throw new IllegalArgumentException(
                    "needed hosts such as 127.0.0.1:5432, found " + hosts);
        }
        if (!RUN.matcher(run).matches()) {
            throw new IllegalArgumentException(
                    "needed a run's name of 1 to 40 letters and digits, found '" + run + "'");
        }
        if (every.isNegative()) {
            throw new IllegalArgumentException("needed a wait of zero or more, found " + every);
        }
    }
}
