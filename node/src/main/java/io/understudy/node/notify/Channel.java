package io.understudy.node.notify;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.understudy.core.notice.Level;
import io.understudy.core.notice.Notice;
import io.understudy.core.notice.NoticeKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One receiver. It holds the places of secrets, and never a secret.
 *
 * @param least of less weight it is told nothing
 * @param about of other kinds it is told nothing
 */
public record Channel(String name, Level least, Set<NoticeKind> about, Way way) {

    public Channel {
        about = Set.copyOf(about);
    }

    boolean wants(Notice notice) {
        return about.contains(notice.kind()) && notice.level().compareTo(least) >= 0;
    }

    /** How it is reached. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Webhook.class, name = "webhook"),
        @JsonSubTypes.Type(value = Email.class, name = "email"),
        @JsonSubTypes.Type(value = Command.class, name = "command")
    })
    public sealed interface Way {}

    /**
     * An HTTP address.
     *
     * @param secret the file of the key that the body is signed with
     * @param authority PEM of whose certificates are trusted; those that Java trusts where empty
     */
    public record Webhook(URI url, Path secret, Optional<Path> authority) implements Way {}

    /**
     * A mail server.
     *
     * @param login empty where it wants none
     */
    public record Email(Relay relay, Optional<Login> login, String from, List<String> to)
            implements Way {
        public Email {
            to = List.copyOf(to);
        }
    }

    /** A command of the user's, without a shell. */
    public record Command(List<String> command, Duration timeout) implements Way {
        public Command {
            command = List.copyOf(command);
        }
    }

    /** Where mail goes to; authority as with {@link Webhook}. */
    public record Relay(String host, int port, Security security, Optional<Path> authority) {}

    /** A login; the password is in that file. */
    public record Login(String user, Path passwordFile) {}

    /** What protects the way to a mail server. */
    public enum Security {
        STARTTLS,
        TLS,
        NONE
    }
}
