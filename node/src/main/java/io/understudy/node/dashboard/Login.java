package io.understudy.node.dashboard;

import io.understudy.node.users.Passwords;
import io.understudy.node.users.User;
import io.understudy.node.users.Users;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Lets people in. Any thread may call. */
final class Login {

    private static final int LONGEST_PASSWORD = 256;

    /**
     * Of no password: whoever tries a name that there is not waits as long as with one that there
     * is.
     */
    private static final String NOBODYS =
            "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5c3NhbHQwMDAwMA"
                    + "$bm9ib2R5IGhhcyBhIHBhc3N3b3JkIHdpdGggdGhpcyE";

    private final Supplier<Users> users;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Lockout lockout;
    private final Audit audit;

    /**
     * @param means by which people are let in, or not
     */
    Login(Supplier<Users> users, Passwords passwords, Means means) {
        this.users = users;
        this.passwords = passwords;
        this.sessions = means.sessions();
        this.lockout = means.lockout();
        this.audit = means.audit();
    }

    /** What is remembered of people. */
    record Means(Sessions sessions, Lockout lockout, Audit audit) {}

    /** What came of a name and a password. */
    sealed interface Check {
        record Right(User user) implements Check {}

        record Wrong() implements Check {}

        record Wait(Duration left) implements Check {}

        record Unknown(String why) implements Check {}
    }

    Optional<User> user(String name) {
        return users.get().named(name);
    }

    /** Takes about as long, whether the name or the password is wrong. */
    Check check(String name, String password, String from) {
        Optional<User> user = user(name);
        // What was typed as a name may be a password.
        String who = user.map(User::name).orElse("an unknown name");
        Optional<Duration> wait = lockout.admits(name, from);
        if (wait.isPresent()) {
            return new Check.Wait(wait.get());
        }
        if (password.length() > LONGEST_PASSWORD) {
            return refused(who, from);
        }
        return switch (passwords.verify(user.map(User::hash).orElse(NOBODYS), password)) {
            case Passwords.Verdict.Right() ->
                    user.map(known -> right(known, from)).orElseGet(() -> refused(who, from));
            case Passwords.Verdict.Wrong() -> refused(who, from);
            case Passwords.Verdict.Unknown(String why) -> {
                lockout.takeBack(name, from);
                audit.note(who, from, "could not log in: " + why);
                yield new Check.Unknown(why);
            }
        };
    }

    /** Whose name and password were right is in from now on. */
    Sessions.Opened open(User user, String from) {
        Sessions.Opened opened = sessions.open(user, from);
        audit.note(user.name(), from, "logged in as " + word(user));
        return opened;
    }

    /** The same for one who stays for no longer than a request. */
    void came(User user, String from) {
        audit.note(user.name(), from, "came in as " + word(user) + ", by name and password");
    }

    /** Whose secret that is, where he or she may still do what was allowed at the login. */
    Optional<Session> find(String secret, boolean byPerson) {
        Optional<Session> found = sessions.find(secret, byPerson);
        if (found.isPresent()
                && !users.get().named(found.get().user().name()).equals(found.map(Session::user))) {
            sessions.close(secret);
            audit.note(found.get().user().name(), found.get().from(), "was changed, so logged out");
            return Optional.empty();
        }
        return found;
    }

    void leave(String secret, Session session, String from) {
        sessions.close(secret);
        audit.note(session.user().name(), from, "logged out");
    }

    private Check right(User user, String from) {
        lockout.succeeded(user.name(), from);
        return new Check.Right(user);
    }

    private Check refused(String who, String from) {
        audit.note(who, from, "could not log in: wrong name or password");
        return new Check.Wrong();
    }

    private static String word(User user) {
        return user.role().name().toLowerCase(Locale.ROOT);
    }
}
