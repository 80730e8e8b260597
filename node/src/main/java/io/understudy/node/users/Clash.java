package io.understudy.node.users;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * That a name was changed in two places at once, and one of the changes had to win: a person who
 * made the other one does not know that yet. It ends when the name is changed again, or when
 * somebody says that it is right as it is.
 *
 * @param name with its kind in front
 * @param change which change of the name it is about
 * @param kept what the name is now, in words without what is secret
 * @param lost what it would be by the other change, likewise
 */
public record Clash(String name, long change, String kept, String lost) {

    private static final int MOST_TEXT = 200;
    private static final Pattern NAME = Pattern.compile("(user|token) [A-Za-z0-9._@-]{1,64}");

    public Clash {
        boolean fits = kept.length() <= MOST_TEXT && lost.length() <= MOST_TEXT;
        if (!NAME.matcher(name).matches() || !fits) {
            throw new IllegalArgumentException("needed a name and short words of a clash");
        }
    }

    static Clash of(String name, long change, Optional<Record> kept, Optional<Record> lost) {
        String now = words(kept);
        String other = words(lost);
        boolean alike = now.equals(other);
        return new Clash(name, change, now, alike ? other + " " + otherwise(name) : other);
    }

    /** For people: what happened, and what to do. */
    public String sentence() {
        String kind = name.substring(0, name.indexOf(' '));
        String who = name.substring(kind.length() + 1);
        return ("The page's %s was changed in two places at once: it is %s now, the other change"
                    + " was: %s. Change it again with understudy %s add %s where that is wrong, or"
                    + " say that it is right: understudy %s keep %s")
                .formatted(name, kept, lost, kind, who, kind, who);
    }

    private static String words(Optional<Record> entry) {
        return entry.map(one ->
                        switch (one) {
                            case User user -> word(user.role());
                            case ApiToken token -> word(token.role());
                            default -> throw new IllegalStateException("neither user nor token");
                        })
                .orElse("removed");
    }

    private static String word(UserRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String otherwise(String name) {
        return name.startsWith("user ") ? "with another password" : "as another token";
    }
}
