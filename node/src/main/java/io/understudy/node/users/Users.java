package io.understudy.node.users;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All who may log in, and the programs' tokens, as of one change. Of two, every node takes the
 * newer one, so that all come to have the same; of two of the same number the marks decide which
 * that is. What only the older one has changed is not lost by that: see {@link Union}.
 *
 * @param version rises with each change
 * @param mark of this change alone, hexadecimal
 * @param users each name once
 * @param tokens each name once; left out where there are none, as a version without tokens has it
 * @param changes which change touched each name last; an older version has none
 */
public record Users(
        long version,
        String mark,
        List<User> users,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ApiToken> tokens,
        Changes changes)
        implements Comparable<Users> {

    static final int MOST = 200;
    static final int MOST_TOKENS = 100;
    private static final Pattern MARK = Pattern.compile("[0-9a-f]{1,16}");

    public static final Users NONE = new Users(0, "0", List.of(), List.of(), Changes.NONE);

    public Users {
        users = users.stream().sorted(Comparator.comparing(User::name)).toList();
        tokens =
                Objects.requireNonNullElse(tokens, List.<ApiToken>of()).stream()
                        .sorted(Comparator.comparing(ApiToken::name))
                        .toList();
        // Of an older version all counts as changed at the latest then.
        changes = Objects.requireNonNullElse(changes, new Changes(version, Map.of(), List.of()));
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
        return changed(Changes.user(user.name()), change, changed, tokens);
    }

    public Users without(String name, String change) {
        return changed(Changes.user(name), change, without(name), tokens);
    }

    /** With that token in place of whichever had the name. */
    public Users with(ApiToken token, String change) {
        List<ApiToken> changed = new ArrayList<>(withoutToken(token.name()));
        changed.add(token);
        return changed(Changes.token(token.name()), change, users, changed);
    }

    public Users withoutToken(String name, String change) {
        return changed(Changes.token(name), change, users, withoutToken(name));
    }

    /** The names that were changed in two places at once, which nobody has looked at since. */
    public List<Clash> clashes() {
        return changes.clashes();
    }

    /** Of that user: what was kept is right. */
    public Users keeping(String name, String change) {
        return changed(Changes.user(name), change, users, tokens);
    }

    /** Likewise of that token. */
    public Users keepingToken(String name, String change) {
        return changed(Changes.token(name), change, users, tokens);
    }

    public boolean isClash(String name) {
        return isClashOf(Changes.user(name));
    }

    public boolean isTokenClash(String name) {
        return isClashOf(Changes.token(name));
    }

    private boolean isClashOf(String name) {
        return clashes().stream().anyMatch(clash -> clash.name().equals(name));
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
        return compareTo(new Users(otherVersion, otherMark, List.of(), List.of(), Changes.NONE))
                < 0;
    }

    /** By age alone. */
    @Override
    public int compareTo(Users other) {
        return Comparator.comparingLong(Users::version)
                .thenComparing(Users::mark)
                .compare(this, other);
    }

    /** What both come to, where they may have been changed apart from each other. */
    public Union union(Users other) {
        return Union.of(this, other);
    }

    /** Whoever or whatever has that name, with its kind in front. */
    Optional<Record> entry(String name) {
        return Stream.<Record>concat(
                        users.stream().filter(user -> Changes.user(user.name()).equals(name)),
                        tokens.stream().filter(token -> Changes.token(token.name()).equals(name)))
                .findFirst();
    }

    private Users changed(String name, String change, List<User> people, List<ApiToken> programs) {
        return new Users(version + 1, change, people, programs, changes.with(name, version + 1));
    }

    private List<User> without(String name) {
        return users.stream().filter(user -> !user.name().equals(name)).toList();
    }

    private List<ApiToken> withoutToken(String name) {
        return tokens.stream().filter(token -> !token.name().equals(name)).toList();
    }
}
