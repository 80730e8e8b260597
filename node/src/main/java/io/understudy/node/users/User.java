package io.understudy.node.users;

import java.util.regex.Pattern;

/**
 * A person who may log in.
 *
 * @param hash of the password, as {@link Argon2} writes it
 */
public record User(String name, UserRole role, String hash) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final Pattern HASH = Pattern.compile("\\$argon2id\\$[A-Za-z0-9$=,+/]{20,200}");

    public User {
        if (!isName(name) || !HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("needed a name and a hash by argon2id");
        }
    }

    /** Whether somebody may have that name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Without the hash, which belongs in no log. */
    @Override
    public String toString() {
        return name + " (" + role + ")";
    }
}
