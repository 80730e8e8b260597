package io.understudy.node.config;

import io.understudy.core.notice.Level;
import io.understudy.core.notice.NoticeKind;
import io.understudy.core.notice.NoticeLimits;
import io.understudy.node.config.NotifyConfig.Channel;
import io.understudy.node.config.NotifyConfig.Login;
import io.understudy.node.config.NotifyConfig.Relay;
import io.understudy.node.config.NotifyConfig.Security;
import io.understudy.node.config.NotifyConfig.Way;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads whom a node tells. */
final class NotifyReader {

    private static final int MOST_CHANNELS = 8;
    private static final String WAY = "exactly one of webhook, email or command";
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|::1");

    private static final Scalar<Duration> LONG =
            new Scalar<>(
                    "a duration from 1m to 30d with its unit (m, h or d), such as 6h",
                    Duration.ofHours(6),
                    text ->
                            Quantity.duration(text)
                                    .filter(one -> one.compareTo(Duration.ofMinutes(1)) >= 0)
                                    .filter(one -> one.compareTo(Duration.ofDays(30)) <= 0));

    private static final Scalar<URI> URL =
            new Scalar<>(
                    "an https URL, or an http one within this host, such as"
                            + " https://alerts.example.org/understudy",
                    URI.create("https://x"),
                    NotifyReader::url);

    private static final Scalar<String> MAIL =
            new Scalar<>(
                    "a mail address, such as ops@example.org",
                    "x@x",
                    Scalar.matching(
                            Pattern.compile("[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9.-]{1,253}")));

    private final List<ConfigMistake> mistakes;

    NotifyReader(List<ConfigMistake> mistakes) {
        this.mistakes = mistakes;
    }

    Optional<NotifyConfig> read(Block file) {
        return file.block("notify", Section.NOTIFY).map(this::notices);
    }

    private NotifyConfig notices(Block block) {
        NoticeLimits usual = NoticeLimits.usual();
        return new NotifyConfig(
                new NoticeLimits(
                        usual.grace(),
                        block.optional("again", LONG).orElse(usual.again()),
                        block.optional("replication-lag", Scalar.SIZE)
                                .filter(bytes -> bytes > 0)
                                .orElse(usual.lagBytes()),
                        block.optional("file-lag", Scalar.DURATION).orElse(usual.filesLag()),
                        usual.certificateDays()),
                channels(block));
    }

    private List<Channel> channels(Block block) {
        Optional<Block.Entry> entry = block.entry("channels");
        if (entry.isEmpty()) {
            block.missing("channels", "a block of channels by their names");
            return List.of();
        }
        Block named = Block.ofAnyKeys(entry.get(), mistakes);
        if (named.entries().size() > MOST_CHANNELS) {
            mistakes.add(
                    entry.get()
                            .place()
                            .mistake(
                                    "at most " + MOST_CHANNELS + " channels",
                                    Integer.toString(named.entries().size())));
        }
        List<Channel> channels = new ArrayList<>();
        for (Block.Entry one : named.entries().values()) {
            channels.add(channel(((ScalarNode) one.key()).getValue(), one));
        }
        return channels;
    }

    private Channel channel(String name, Block.Entry entry) {
        if (Scalar.LABEL.read().apply(name).isEmpty()) {
            mistakes.add(
                    Place.of(entry.key(), entry.path())
                            .mistake(Scalar.LABEL.expected(), "'" + name + "'"));
        }
        Block block = Block.of(Section.NOTIFY_CHANNEL, entry, mistakes);
        List<String> ways =
                List.of("webhook", "email", "command").stream().filter(block::has).toList();
        if (ways.size() != 1) {
            mistakes.add(
                    entry.place()
                            .mistake(WAY, ways.isEmpty() ? "none" : String.join(" and ", ways)));
        }
        Level least = block.optional("level", Scalar.oneOf(Level.values())).orElse(Level.INFO);
        List<NoticeKind> about = block.list("about", Scalar.oneOf(NoticeKind.values()));
        return new Channel(
                name,
                least,
                about.isEmpty() ? EnumSet.allOf(NoticeKind.class) : Set.copyOf(about),
                way(block));
    }

    private Way way(Block block) {
        Optional<Way> webhook =
                block.block("webhook", Section.NOTIFY_WEBHOOK).map(NotifyReader::webhook);
        Optional<Way> email = block.block("email", Section.NOTIFY_EMAIL).map(this::email);
        Optional<Way> command = block.block("command", Section.NOTIFY_COMMAND).map(this::command);
        return webhook.or(() -> email)
                .or(() -> command)
                .orElseGet(() -> new Way.Command(List.of("/none"), Duration.ofSeconds(1)));
    }

    private static Way webhook(Block block) {
        return new Way.Webhook(
                block.required("url", URL),
                block.required("secret", Scalar.ABSOLUTE_PATH),
                block.optional("authority", Scalar.ABSOLUTE_PATH));
    }

    private Way email(Block block) {
        Probe.Question place = block.required("server", Scalar.HOST_AND_PORT);
        Probe.Tcp server = place instanceof Probe.Tcp tcp ? tcp : new Probe.Tcp("x", 1, "");
        Security security =
                block.optional("security", Scalar.oneOf(Security.values()))
                        .orElse(Security.STARTTLS);
        if (security == Security.NONE && !LOOPBACK.matcher(server.host()).matches()) {
            mistakes.add(
                    block.placeOf("security")
                            .mistake(
                                    "starttls or tls, since only a server on this host may go"
                                            + " without",
                                    "none for " + server.host()));
        }
        if (!block.has("to")) {
            block.missing("to", "a list of mail addresses");
        }
        return new Way.Email(
                new Relay(
                        server.host(),
                        server.port(),
                        security,
                        block.optional("authority", Scalar.ABSOLUTE_PATH)),
                login(block),
                block.required("from", MAIL),
                block.list("to", MAIL));
    }

    private static Optional<Login> login(Block block) {
        Optional<String> user = block.optional("user", Scalar.TEXT);
        Optional<Path> password = block.optional("password-file", Scalar.ABSOLUTE_PATH);
        if (user.isPresent() && password.isEmpty()) {
            block.missing("password-file", "the file of that user's password");
        }
        if (password.isPresent() && user.isEmpty()) {
            block.missing("user", "whose password that is");
        }
        return user.flatMap(name -> password.map(file -> new Login(name, file)));
    }

    private Way command(Block block) {
        if (!block.has("command")) {
            block.missing("command", "a list of a program's absolute path and its arguments");
        }
        List<String> words = block.list("command", Scalar.ANY_TEXT);
        if (!words.isEmpty() && !words.getFirst().isEmpty() && !words.getFirst().startsWith("/")) {
            mistakes.add(
                    block.placeOf("command")
                            .mistake(
                                    "a list of a program's absolute path and its arguments",
                                    "'" + words.getFirst() + "' as program"));
        }
        return new Way.Command(
                words, block.optional("timeout", Scalar.DURATION).orElse(Duration.ofSeconds(20)));
    }

    private static Optional<URI> url(String text) {
        return Scalar.HTTP_URL
                .read()
                .apply(text)
                .filter(url -> url.getUserInfo() == null && url.getFragment() == null)
                .filter(url ->
                        "https".equals(url.getScheme())
                                || LOOPBACK.matcher(url.getHost()).matches());
    }
}
