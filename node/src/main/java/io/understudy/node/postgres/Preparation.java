package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings all onto disk that a start needs. */
final class Preparation {

    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    private final PostgresSettings settings;
    private final Owner owner;
    private final DataDirectory data;
    private final Configuration configuration;

    Preparation(
            PostgresSettings settings,
            Owner owner,
            DataDirectory data,
            Configuration configuration) {
        this.settings = settings;
        this.owner = owner;
        this.data = data;
        this.configuration = configuration;
    }

    /** Everything that a start needs on disk; returns the arguments. */
    List<String> prepare(Set<NodeId> waitsFor, Optional<NodeId> upstream, Deadline deadline)
            throws Troubled {
        Programs found = data.programs();
        data.checkOwner();
        try {
            configuration.writeSide();
            if (configuration.cleanAlterSystem()) {
                log.warn(
                        "Took settings out of {} that Understudy has to decide; ALTER SYSTEM had"
                                + " set them.",
                        data.path().resolve("postgresql.auto.conf"));
            }
            configuration.write(waitsFor, upstream);
            makeSocketDirectory();
            Map<String, String> user = userValues(found, deadline);
            configuration.writeHostAccess(
                    data.path().resolve(user.getOrDefault("hba_file", "pg_hba.conf")));
            return new StartArguments(settings, data.major())
                    .of(user, data.control(deadline), data.standby());
        } catch (IOException e) {
            throw Troubled.failed("the configuration could not be written: " + Diagnosis.said(e));
        }
    }

    private void makeSocketDirectory() throws IOException {
        Path directory = settings.listening().socketDirectory();
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            owner.give(directory, "rwxr-xr-x");
        }
    }

    /** The user's own values, as PostgreSQL reads them from all of its files. */
    private Map<String, String> userValues(Programs found, Deadline deadline) throws Troubled {
        Map<String, String> values = new HashMap<>();
        for (String name : StartArguments.asked()) {
            Programs.Ended ended =
                    found.run(
                            Programs.Call.of(
                                    "postgres",
                                    "-D",
                                    data.path().toString(),
                                    "-c",
                                    configuration.fileArgument(),
                                    "-C",
                                    name),
                            deadline);
            if (!ended.well()) {
                throw Troubled.refused(
                        "PostgreSQL can't read its configuration: "
                                + ended.complaint()
                                + "; correct the file it names");
            }
            values.put(name, ended.out().strip());
        }
        return values;
    }
}
