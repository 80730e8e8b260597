package io.understudy.node.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether this host's next boot would start the PostgreSQL that this node alone is to start: as
 * primary, whoever serves by then. Any thread may call; nobody waits for systemd's answer, which
 * counts from the next question on.
 */
public final class StartedByBoot {

    private static final Duration FOR_A_WORD = Duration.ofSeconds(5);
    private static final Duration LASTS = Duration.ofMinutes(1);

    /** As Debian lays out clusters, which its own units start by these two names. */
    private static final Pattern DEBIAN = Pattern.compile("/var/lib/postgresql/([0-9]+)/([^/]+)/?");

    private static final String ALL = "postgresql.service";

    private final Systemd systemd;
    private final String data;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Optional<String> latest = Optional.empty();
    private volatile long askAgain = System.nanoTime();

    public StartedByBoot(Systemd systemd, Path data) {
        this.systemd = systemd;
        this.data = data.toString();
    }

    /** One sentence with what to type; empty where it would not, or nobody knows yet. */
    public Optional<String> trouble() {
        if (System.nanoTime() - askAgain >= 0 && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("boot-units").start(this::ask);
        }
        return latest;
    }

    private void ask() {
        try {
            latest = look();
        } finally {
            askAgain = System.nanoTime() + LASTS.toNanos();
            asking.set(false);
        }
    }

    /** Asks systemd now. */
    Optional<String> look() {
        return systemd.runs() ? unit().map(this::sentence) : Optional.empty();
    }

    private String sentence(String unit) {
        return "needed a boot that leaves PostgreSQL to this node, found the unit %1$s enabled, which would start %2$s beside another primary; type: systemctl disable %1$s"
                .formatted(unit, data);
    }

    private Optional<String> unit() {
        Matcher debian = DEBIAN.matcher(data);
        if (debian.matches()) {
            String one = "postgresql@%s-%s.service".formatted(debian.group(1), debian.group(2));
            // A generator has the common unit want those that are to start by themselves.
            return switch (state(one)) {
                case "enabled" -> Optional.of(one);
                case "enabled-runtime" -> Optional.of(ALL).filter(this::isEnabled);
                default -> Optional.empty();
            };
        }
        return data.startsWith("/var/lib/pgsql/")
                ? Optional.of(ALL).filter(this::isEnabled)
                : Optional.empty();
    }

    private boolean isEnabled(String unit) {
        return state(unit).equals("enabled");
    }

    /** Of a unit that there is not, nothing. */
    private String state(String unit) {
        return systemd.control(FOR_A_WORD, "is-enabled", "--", unit)
                        instanceof Systemd.Said.Well(String output)
                ? output.strip()
                : "";
    }
}
