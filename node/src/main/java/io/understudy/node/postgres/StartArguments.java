package io.understudy.node.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The part of the configuration that never changes while PostgreSQL runs, and so stands on the
 * command line.
 */
final class StartArguments {

    private static final List<String> NEVER_LOWER_ON_A_STANDBY =
            List.of(
                    "max_connections",
                    "max_worker_processes",
                    "max_wal_senders",
                    "max_prepared_transactions",
                    "max_locks_per_transaction");

    private static final int SYNCFS_SINCE = 14;

    private final PostgresSettings settings;
    private final int major;

    StartArguments(PostgresSettings settings, int major) {
        this.settings = settings;
        this.major = major;
    }

    /** The names whose values the user's own configuration is asked for. */
    static List<String> asked() {
        List<String> names = new ArrayList<>(NEVER_LOWER_ON_A_STANDBY);
        names.addAll(List.of("wal_level", "max_replication_slots", "hba_file"));
        return names;
    }

    /**
     * What goes onto the command line.
     *
     * @param user the values of {@link #asked} in the user's own configuration
     * @param control what the data says that its primary had
     */
    List<String> of(Map<String, String> user, ControlData control, boolean standby) {
        int others = settings.peers().size();
        Map<String, String> set = new TreeMap<>();
        if (standby) {
            for (String name : NEVER_LOWER_ON_A_STANDBY) {
                int primary = control.primarySetting(controlName(name)).orElse(0);
                set.put(name, String.valueOf(Math.max(primary, number(user, name))));
            }
        }
        int senders = Math.max(10, 4 + 2 * others);
        set.merge(
                "max_wal_senders",
                String.valueOf(Math.max(senders, number(user, "max_wal_senders"))),
                StartArguments::larger);
        set.put(
                "max_replication_slots",
                String.valueOf(
                        Math.max(Math.max(10, 4 + others), number(user, "max_replication_slots"))));
        set.put("wal_level", "logical".equals(user.get("wal_level")) ? "logical" : "replica");
        set.put("port", String.valueOf(settings.listening().port()));
        set.put("listen_addresses", withLoopback(settings.listening().addresses()));
        set.put("unix_socket_directories", settings.listening().socketDirectory().toString());
        set.put("cluster_name", settings.self().name());
        set.put("hot_standby", "on");
        set.put("recovery_target_timeline", "latest");
        // pg_rewind must be able to tell what changed, and an acknowledged commit is on disk.
        set.put("wal_log_hints", "on");
        set.put("full_page_writes", "on");
        if (major >= SYNCFS_SINCE) {
            // After a crash and a rewind it flushes all: one call instead of one for each file.
            set.put("recovery_init_sync_method", "syncfs");
        }
        set.put("fsync", "on");
        set.put("synchronous_commit", "on");
        set.put("wal_keep_size", "128MB");
        set.put("max_slot_wal_keep_size", (settings.walForStandbyBytes() >> 20) + "MB");
        // The defaults are 5 s and 60 s: too long for a standby whose primary has moved, and for a
        // commit that waits for a standby whose host is gone.
        set.put("wal_retrieve_retry_interval", "200ms");
        set.put("wal_receiver_status_interval", "1s");
        set.put("wal_receiver_timeout", settings.silence().toMillis() + "ms");
        set.put("wal_sender_timeout", settings.silence().toMillis() + "ms");
        // What it says of a broken stream, or of log that is gone, is read here: in English.
        set.put("lc_messages", "C");
        set.put("ssl", "on");
        set.put("ssl_cert_file", settings.side().resolve("node.crt").toString());
        set.put("ssl_key_file", settings.side().resolve("node.key").toString());
        set.put("ssl_ca_file", settings.side().resolve("authorities.crt").toString());
        List<String> arguments = new ArrayList<>();
        arguments.add("-c");
        arguments.add(Configuration.fileArgument(settings));
        set.forEach((name, value) -> {
            arguments.add("-c");
            arguments.add(name + "=" + value);
        });
        return arguments;
    }

    private static String withLoopback(String addresses) {
        boolean covered =
                List.of(addresses.split("\\s*,\\s*")).stream()
                        .anyMatch(address ->
                                Set.of("*", "0.0.0.0", "localhost", "127.0.0.1")
                                        .contains(address.strip()));
        return covered ? addresses : addresses + ",127.0.0.1";
    }

    private static String controlName(String setting) {
        return switch (setting) {
            case "max_prepared_transactions" -> "max_prepared_xacts";
            case "max_locks_per_transaction" -> "max_locks_per_xact";
            default -> setting;
        };
    }

    private static int number(Map<String, String> values, String name) {
        String text = values.getOrDefault(name, "0");
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static String larger(String one, String other) {
        return Integer.parseInt(one) >= Integer.parseInt(other) ? one : other;
    }
}
