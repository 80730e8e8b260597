package io.understudy.node.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * A kind of single value.
 *
 * @param expected what is needed, for people
 * @param standIn taken where the value is missing or wrong, so that the rest of the file is read,
 *     too; never seen outside, since a file with a mistake is refused
 * @param read empty where the text is not of this kind
 */
record Scalar<T>(String expected, T standIn, Function<String, Optional<T>> read) {

    private static final String LABEL_PATTERN = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern HOST_NAME =
            Pattern.compile(
                    "(?i)(?=.{1,253}$)LABEL(\\.LABEL)*\\.?".replace("LABEL", LABEL_PATTERN));
    private static final Pattern DOTTED_NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern FOUR_NUMBERS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Duration LONGEST = Duration.ofHours(1);

    /** The name of a cluster or a node. */
    static final Scalar<String> LABEL =
            new Scalar<>(
                    "a name of 1 to 63 of a-z, 0-9 and '-', with no '-' at either end",
                    "x",
                    matching(Pattern.compile(LABEL_PATTERN)));

    static final Scalar<String> ADDRESS =
            new Scalar<>(
                    "a host name or an IP address that the other nodes reach, such as 10.0.0.11",
                    "",
                    text -> isAddress(text) ? Optional.of(text) : Optional.empty());

    static final Scalar<Integer> PORT =
            new Scalar<>("a port from 1 to 65535", 0, text -> number(text, 1, 65_535));

    static final Scalar<Integer> TIMES =
            new Scalar<>("a number of times from 0 to 100", 0, text -> number(text, 0, 100));

    static final Scalar<Integer> MOVES =
            new Scalar<>("a number of moves from 1 to 100", 1, text -> number(text, 1, 100));

    static final Scalar<Integer> GENERATIONS =
            new Scalar<>("a number of generations from 2 to 100", 2, text -> number(text, 2, 100));

    /** What to carry of a folder. */
    static final Scalar<String> GLOB =
            new Scalar<>(
                    "a pattern within the folder, such as plugins/** or *.xml", "x", Scalar::glob);

    static final Scalar<Boolean> TRUTH =
            new Scalar<>(
                    "true or false",
                    false,
                    text ->
                            switch (text) {
                                case "true" -> Optional.of(true);
                                case "false" -> Optional.of(false);
                                default -> Optional.empty();
                            });

    static final Scalar<Path> ABSOLUTE_PATH =
            new Scalar<>("an absolute path, such as /srv/ci", Path.of("/"), Scalar::absolutePath);

    static final Scalar<String> USER =
            new Scalar<>(
                    "the name of a system user, such as ci",
                    "x",
                    matching(Pattern.compile("[a-z_][a-z0-9_-]{0,31}")));

    static final Scalar<String> UNIT =
            new Scalar<>(
                    "the name of a systemd service, such as gocd.service",
                    "x.service",
                    matching(
                            Pattern.compile(
                                    "[A-Za-z0-9:_.\\\\-]{1,200}(@[A-Za-z0-9:_.\\\\-]*)?\\.service")));

    static final Scalar<String> TEXT =
            new Scalar<>(
                    "a text", "x", text -> text.isEmpty() ? Optional.empty() : Optional.of(text));

    static final Scalar<String> ANY_TEXT = new Scalar<>("a text", "", Optional::of);

    static final Scalar<Duration> DURATION =
            new Scalar<>(
                    "a duration from 1ms to 1h with its unit (ms, s, m or h), such as 500ms",
                    LONGEST,
                    text ->
                            Quantity.duration(text)
                                    .filter(Duration::isPositive)
                                    .filter(duration -> duration.compareTo(LONGEST) <= 0));

    static final Scalar<Long> SIZE =
            new Scalar<>(
                    "a size with its unit (B, kB, MB, GB or TB), such as 16MB",
                    0L,
                    text -> size(text, 0));

    /** Below this PostgreSQL drops a standby's log at the first checkpoint. */
    static final Scalar<Long> WAL_SIZE =
            new Scalar<>(
                    "a size of at least 64MB with its unit (MB, GB or TB), such as 4GB",
                    0L,
                    text -> size(text, 64L << 20));

    static final Scalar<URI> HTTP_URL =
            new Scalar<>(
                    "an http or https URL with a host, such as http://127.0.0.1:8153/health",
                    URI.create("http://x"),
                    Scalar::httpUrl);

    static final Scalar<Probe.Question> HOST_AND_PORT =
            new Scalar<>(
                    "a host and a port, such as 127.0.0.1:8153",
                    new Probe.Tcp("x", 1, ""),
                    Scalar::hostAndPort);

    /** One of an enum's constants, in lower case and with a '-' between its words. */
    static <E extends Enum<E>> Scalar<E> oneOf(E[] constants) {
        String names =
                Arrays.stream(constants).map(Scalar::lower).collect(Collectors.joining(", "));
        return new Scalar<>(
                "one of " + names,
                constants[0],
                text -> Arrays.stream(constants).filter(e -> lower(e).equals(text)).findFirst());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Function<String, Optional<String>> matching(Pattern pattern) {
        return text -> pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Integer> number(String text, int least, int most) {
        if (!text.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(text);
        return number >= least && number <= most ? Optional.of(number) : Optional.empty();
    }

    private static Optional<Long> size(String text, long least) {
        OptionalLong bytes = Quantity.bytes(text);
        return bytes.isPresent() && bytes.getAsLong() >= least
                ? Optional.of(bytes.getAsLong())
                : Optional.empty();
    }

    private static Optional<Path> absolutePath(String text) {
        if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return Optional.of(Path.of(text).normalize());
    }

    private static Optional<String> glob(String text) {
        boolean outside = text.startsWith("/") || Arrays.asList(text.split("/")).contains("..");
        if (text.isEmpty() || outside) {
            return Optional.empty();
        }
        try {
            var _ = FileSystems.getDefault().getPathMatcher("glob:" + text);
            return Optional.of(text);
        } catch (PatternSyntaxException _) {
            return Optional.empty();
        }
    }

    /** Looks nothing up: a name server that is down must not keep a node from starting. */
    private static boolean isAddress(String text) {
        if (!DOTTED_NUMBERS.matcher(text).matches() && !text.contains(":")) {
            return HOST_NAME.matcher(text).matches();
        }
        if (!text.contains(":") && !FOUR_NUMBERS.matcher(text).matches()) {
            return false;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return !address.isAnyLocalAddress()
                    && !address.isMulticastAddress()
                    && !text.contains("%");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<URI> httpUrl(String text) {
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return web && url.getHost() != null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Probe.Question> hostAndPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        String bare =
                host.startsWith("[") && host.endsWith("]")
                        ? host.substring(1, host.length() - 1)
                        : host;
        boolean bracketed = !bare.equals(host);
        if (!isAddress(bare) || bare.contains(":") != bracketed) {
            return Optional.empty();
        }
        return PORT.read()
                .apply(text.substring(colon + 1))
                .map(port -> new Probe.Tcp(bare, port, ""));
    }
}
