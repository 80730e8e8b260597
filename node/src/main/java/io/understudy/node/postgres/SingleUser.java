package io.understudy.node.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL's single-user mode on a stopped primary's data, and what it is used for. */
final class SingleUser {

    private static final Logger log = LoggerFactory.getLogger(SingleUser.class);

    private final PostgresSettings settings;
    private final Owner owner;
    private final DataDirectory data;
    private final Preparation preparation;

    SingleUser(
            PostgresSettings settings, Owner owner, DataDirectory data, Preparation preparation) {
        this.settings = settings;
        this.owner = owner;
        this.data = data;
        this.preparation = preparation;
    }

    /**
     * Runs statements on stopped primary's data, with no connection and so with no password. After
     * a crash this recovers first.
     */
    void run(String statements, Deadline deadline) throws Troubled {
        Programs.Ended ended = runIn("postgres", statements, deadline);
        if (!ended.well() || ended.err().contains("ERROR:")) {
            throw Troubled.failed(
                    "PostgreSQL's single-user mode failed on "
                            + data.path()
                            + ": "
                            + ended.err()
                                    .lines()
                                    .filter(line -> line.contains("ERROR:"))
                                    .findFirst()
                                    .orElse(ended.complaint()));
        }
    }

    /** The same in one database; a statement that fails does not keep the next from running. */
    Programs.Ended runIn(String database, String statements, Deadline deadline) throws Troubled {
        List<String> arguments = new ArrayList<>(List.of("--single", "-D", data.path().toString()));
        arguments.addAll(preparation.prepare(Set.of(), Optional.empty(), deadline));
        arguments.add(database);
        Programs.Ended ended =
                data.programs()
                        .run(
                                new Programs.Call(
                                        "postgres", arguments, Map.of(), statements, _ -> {}),
                                deadline);
        if (ended.late()) {
            throw Troubled.unknown("PostgreSQL's single-user mode did not end in time");
        }
        if (ended.err().contains("PANIC:") || ended.err().contains("FATAL:")) {
            throw Troubled.refused(
                    "PostgreSQL can't bring "
                            + data.path()
                            + " to an orderly end ("
                            + ended.complaint()
                            + "); where another node has the data, it needs a new copy");
        }
        return ended;
    }

    /**
     * Makes the role in stopped primary's data, once for each password. What marks it done lies
     * beside the data and names both.
     */
    void ensureRole(Deadline deadline) throws Troubled {
        PostgresSettings.Access access = settings.access();
        Path mark = settings.side().resolve("role");
        try {
            owner.makeDirectory(settings.side());
            String password = Files.readString(access.passwordFile()).strip();
            String wanted =
                    "%s %s %s\n"
                            .formatted(
                                    data.control(deadline).systemIdentifier(),
                                    access.role(),
                                    digest(password));
            if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
                return;
            }
            byte[] salt = new byte[16];
            new SecureRandom().nextBytes(salt);
            run(
                    Role.statements(access.role(), ScramSecret.of(password, salt), data.major()),
                    deadline);
            owner.write(mark, wanted, "rw-------");
            log.info("Made the role {} in {}.", access.role(), data.path());
        } catch (IOException e) {
            throw Troubled.failed("the role could not be made: " + Diagnosis.said(e));
        }
    }

    private static String digest(String password) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    ("understudy role " + password)
                                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
