package io.understudy.node.users;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All who may log in, and the programs' tokens, as of one change. Of two, every node takes the
 * newer one, so that all come to have the same; of two changes of the same number the marks decide,
 * and the other one is lost.
 *
 * @param version rises with each change
 * @param mark of this change alone, hexadecimal
 * @param users each name once
 * @param tokens each name once; left out where there are none, as a version without tokens has it
 */
public record Users(
        long version,
        String mark,
        List<User> users,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ApiToken> tokens)
        implements Comparable<Users> {

    private static final int MOST = 200;
    private static final int MOST_TOKENS = 100;
    private static final Pattern MARK = Pattern.compile("[0-9a-f]{1,16}");

    public static final Users NONE = new Users(0, "0", List.of(), List.of());

    public Users {
        users = users.stream().sorted(Comparator.comparing(User::name)).toList();
        tokens =
                Objects.requireNonNullElse(tokens, List.<ApiToken>of()).stream()
                        .sorted(Comparator.comparing(ApiToken::name))
                        .toList();
        if (version < 0 || !MARK.matcher(mark).matches()) {
            throw new IllegalArgumentException("needed a version and its mark");
        }
        if (users.size() > MOST) {
            throw new IllegalArgumentException("needed at most " + MOST + " users");
        }
        if (tokens.size() > MOST_TOKENS) {
            throw new IllegalArgumentException("needed at most " + MOST_TOKENS + " tokens");
        }
        if (users.stream().map(User::name).distinct().count() < users.size()
                || tokens.stream().map(ApiToken::name).distinct().count() < tokens.size()) {
            throw new IllegalArgumentException("needed each user and each token once");
        }
    }

    public Optional<User> named(String name) {
        return users.stream().filter(user -> user.name().equals(name)).findFirst();
    }

    public Optional<ApiToken> tokenNamed(String name) {
        return tokens.stream().filter(token -> token.name().equals(name)).findFirst();
    }

    /** Whose text that is, good or not any more; looks at all of them, whatever it finds. */
    public Optional<ApiToken> tokenOf(String text) {
        return tokens.stream().filter(token -> token.is(text)).toList().stream().findFirst();
    }

    /** With that user in place of whoever had the name. */
    public Users with(User user, String change) {
        List<User> changed = new ArrayList<>(without(user.name()));
        changed.add(user);
        return new Users(version + 1, change, changed, tokens);
    }

    public Users without(String name, String change) {
        return new Users(version + 1, change, without(name), tokens);
    }

    /** With that token in place of whichever had the name. */
    public Users with(ApiToken token, String change) {
        List<ApiToken> changed = new ArrayList<>(withoutToken(token.name()));
        changed.add(token);
        return new Users(version + 1, change, users, changed);
    }

    public Users withoutToken(String name, String change) {
        return new Users(version + 1, change, users, withoutToken(name));
    }

    /** Which change this is, in a word. */
    public String stamp() {
        return version + "-" + mark;
    }

    public boolean isNewerThan(Users other) {
        return compareTo(other) > 0;
    }

    /** Than those of that change. */
    public boolean isOlderThan(long otherVersion, String otherMark) {
        return compareTo(new Users(otherVersion, otherMark, List.of(), List.of())) < 0;
    }

    /** By age alone. */
    @Override
    public int compareTo(Users other) {
        return Comparator.comparingLong(Users::version)
                .thenComparing(Users::mark)
                .compare(this, other);
    }

    private List<User> without(String name) {
        return users.stream().filter(user -> !user.name().equals(name)).toList();
    }

    private List<ApiToken> withoutToken(String name) {
        return tokens.stream().filter(token -> !token.name().equals(name)).toList();
    }
}
