package io.understudy.node.config;

import io.understudy.core.notice.Level;
import io.understudy.core.notice.NoticeKind;
import io.understudy.core.notice.NoticeLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a node tells, and from when on.
 *
 * @param channels in the order of the file
 */
public record NotifyConfig(NoticeLimits limits, List<Channel> channels) {

    public NotifyConfig {
        channels = List.copyOf(channels);
    }

    /**
     * One receiver.
     *
     * @param least of less weight it is told nothing
     * @param about of other kinds it is told nothing
     */
    public record Channel(String name, Level least, Set<NoticeKind> about, Way way) {
        public Channel {
            about = EnumSet.copyOf(about);
        }
    }

    /** How a receiver is reached. */
    public sealed interface Way {

        /**
         * An HTTP address.
         *
         * @param secret the file of the key that the body is signed with
         * @param authority whose certificate it shows; those that Java knows where it is empty
         */
        record Webhook(URI url, Path secret, Optional<Path> authority) implements Way {}

        /**
         * A mail server.
         *
         * @param login empty where it wants none
         */
        record Email(Relay relay, Optional<Login> login, String from, List<String> to)
                implements Way {
            public Email {
                to = List.copyOf(to);
            }
        }

        /** A command of the user's; it is given the notice on its standard input. */
        record Command(List<String> command, Duration timeout) implements Way {
            public Command {
                command = List.copyOf(command);
            }
        }
    }

    /** Where mail goes to, and how what is sent is kept secret on the way. */
    public record Relay(String host, int port, Security security, Optional<Path> authority) {}

    /** A mail server's login; the password is in a file. */
    public record Login(String user, Path passwordFile) {}

    /** What protects the way to a mail server. */
    public enum Security {
        STARTTLS,
        TLS,
        /** Nothing: only within this host. */
        NONE
    }
}
