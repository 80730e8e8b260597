package io.understudy.node.users;

import io.understudy.node.disk.Trouble;
import io.understudy.node.disk.TwoCopies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users on this node's disk, in two copies, for the daemon's user alone. A file that can't be
 * read costs nothing but the login: it counts as no users at all, until another node gives them or
 * a person changes one. Any thread may call.
 */
public final class UserFile {

    private static final Logger LOG = LoggerFactory.getLogger(UserFile.class);
    private static final Pattern TEXT =
            Pattern.compile("users crc32c ([0-9a-f]{8})\n([^\n]*)\n", Pattern.DOTALL);
    private static final int BLOCK = 128 << 10;

    private final Path file;
    private final TwoCopies copies;
    private final UsersJson json = new UsersJson();
    private volatile Users users;

    /** Reads it. */
    public UserFile(Path file) {
        this.file = file;
        this.copies = new TwoCopies(file, BLOCK, TwoCopies.Reader.OWNER_ALONE);
        this.users = read();
    }

    public Users users() {
        return users;
    }

    /** The same as a text. */
    public String json() {
        return json.write(users);
    }

    /** What came of an offer. */
    public sealed interface Taking {

        /** These are the users now: those that were offered, or newer ones that were here. */
        record Newest(Users users) implements Taking {}

        /** They are not taken; {@code why} is one sentence. */
        record Refused(String why) implements Taking {}
    }

    /**
     * Takes the users where they are newer than those that are here; where both were changed apart
     * from each other, joins them. Durable once it is said.
     */
    public synchronized Taking offer(String text) {
        Optional<Users> offered = json.read(text);
        if (offered.isEmpty()) {
            return new Taking.Refused(
                    "needed users as another node has them, found something else");
        }
        Union union = users.union(offered.get());
        if (union.users().equals(users)) {
            return new Taking.Newest(users);
        }
        try {
            copies.write(framed(json.write(union.users())));
        } catch (IOException e) {
            return new Taking.Refused(
                    "needed to write the page's users to %s, found: %s; make room or mend the disk"
                            .formatted(file, Trouble.of(e)));
        }
        users = union.users();
        LOG.info("the page's users are those of change {} now", users.stamp());
        say(union);
        return new Taking.Newest(users);
    }

    private static void say(Union union) {
        if (!union.apart().isEmpty()) {
            LOG.warn(
                    "the page's users were changed in two places at once: both changes are kept,"
                            + " also that of {}",
                    names(union.apart()));
        }
        if (!union.lost().isEmpty()) {
            LOG.warn(
                    "the page's users were changed in two places at once: of {} only one change is"
                            + " kept; see understudy user list and understudy token list, and"
                            + " change it again where it is the wrong one",
                    names(union.lost()));
        }
    }

    private static String names(Set<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }

    private Users read() {
        try {
            var texts = copies.read();
            Optional<Users> newest =
                    texts.stream()
                            .map(this::parsed)
                            .flatMap(Optional::stream)
                            .max(Comparator.naturalOrder());
            if (newest.isEmpty()) {
                LOG.warn(
                        "needed the page's users in {}, found them damaged: nobody can log in until"
                                + " another node gives them, or type: understudy user add NAME",
                        file);
            }
            return newest.orElse(Users.NONE);
        } catch (NoSuchFileException _) {
            return Users.NONE;
        } catch (IOException e) {
            LOG.warn("needed the page's users in {}, found: {}", file, Trouble.of(e));
            return Users.NONE;
        }
    }

    private Optional<Users> parsed(String text) {
        Matcher found = TEXT.matcher(text);
        return found.lookingAt() && found.group().equals(framed(found.group(2)))
                ? json.read(found.group(2))
                : Optional.empty();
    }

    private static String framed(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return "users crc32c %08x\n%s\n".formatted(sum.getValue(), text);
    }
}
