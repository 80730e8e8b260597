package io.understudy.node.users;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All who may log in, as of one change. Of two, every node takes the newer one, so that all come to
 * have the same; of two changes of the same number the marks decide, and the other one is lost.
 *
 * @param version rises with each change
 * @param mark of this change alone, hexadecimal
 * @param users each name once
 */
public record Users(long version, String mark, List<User> users) implements Comparable<Users> {

    private static final int MOST = 200;
    private static final Pattern MARK = Pattern.compile("[0-9a-f]{1,16}");

    public static final Users NONE = new Users(0, "0", List.of());

    public Users {
        users = users.stream().sorted(Comparator.comparing(User::name)).toList();
        if (version < 0 || !MARK.matcher(mark).matches()) {
            throw new IllegalArgumentException("needed a version and its mark");
        }
        if (users.size() > MOST) {
            throw new IllegalArgumentException("needed at most " + MOST + " users");
        }
        if (users.stream().map(User::name).distinct().count() < users.size()) {
            throw new IllegalArgumentException("needed each user once");
        }
    }

    public Optional<User> named(String name) {
        return users.stream().filter(user -> user.name().equals(name)).findFirst();
    }

    /** With that user in place of whoever had the name. */
    public Users with(User user, String change) {
        List<User> changed = new ArrayList<>(without(user.name()));
        changed.add(user);
        return new Users(version + 1, change, changed);
    }

    public Users without(String name, String change) {
        return new Users(version + 1, change, without(name));
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
        return compareTo(new Users(otherVersion, otherMark, List.of())) < 0;
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
}
