package io.understudy.node.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What lies in the data directory, and the programs that fit it. For one thread at a time. */
final class DataDirectory {

    private final PostgresSettings settings;
    private final Owner owner;
    private final UnderWay underWay;
    private Optional<Programs> programs = Optional.empty();
    private Optional<KnownControl> known = Optional.empty();

    DataDirectory(PostgresSettings settings, Owner owner, UnderWay underWay) {
        this.settings = settings;
        this.owner = owner;
        this.underWay = underWay;
    }

    private record KnownControl(long modified, ControlData control) {}

    Path path() {
        return settings.data();
    }

    boolean absent() throws IOException {
        if (!Files.exists(path())) {
            return true;
        }
        try (var entries = Files.list(path())) {
            return entries.findAny().isEmpty();
        }
    }

    boolean standby() {
        return Files.exists(path().resolve("standby.signal"))
                || Files.exists(path().resolve("recovery.signal"));
    }

    int major() throws Troubled {
        Path version = path().resolve("PG_VERSION");
        try {
            return Integer.parseInt(Files.readString(version).strip());
        } catch (IOException | NumberFormatException _) {
            throw Troubled.refused(
                    "needed a PostgreSQL data directory at "
                            + path()
                            + ", found no readable PG_VERSION in it; name the right directory, or"
                            + " empty it to have it filled with a copy");
        }
    }

    /** The programs for the data that is there; refuses where they do not fit it. */
    Programs programs() throws Troubled {
        if (programs.isEmpty()) {
            programs = Optional.of(programsFor(major()));
        }
        return programs.get();
    }

    Programs programsFor(int major) throws Troubled {
        Path bin =
                settings.programs()
                        .orElse(Path.of("/usr/lib/postgresql", String.valueOf(major), "bin"));
        Programs found = new Programs(bin, owner, underWay, settings.side());
        String missing =
                found.missing(
                        "postgres",
                        "pg_ctl",
                        "pg_basebackup",
                        "pg_rewind",
                        "pg_waldump",
                        "pg_controldata");
        if (!missing.isEmpty()) {
            throw Troubled.refused(
                    "needed PostgreSQL "
                            + major
                            + "'s programs, found no "
                            + missing
                            + "; install postgresql-"
                            + major
                            + " or name their directory in the configuration");
        }
        Programs.Ended version =
                found.reading().run(Programs.Call.of("postgres", "-V"), Deadline.soon());
        if (!version.out().contains(" " + major + ".")) {
            throw Troubled.refused(
                    "needed the programs of PostgreSQL "
                            + major
                            + " for "
                            + path()
                            + ", found "
                            + version.out().strip()
                            + " in "
                            + bin
                            + "; name the directory of PostgreSQL "
                            + major
                            + "'s programs");
        }
        return found;
    }

    /** Refuses data that can't run here. */
    void checkUsable() throws Troubled {
        var _ = programs();
        checkOwner();
    }

    /** Refuses data that PostgreSQL would not take as it lies there. */
    void checkOwner() throws Troubled {
        try {
            String found = Files.getOwner(path()).getName();
            if (!found.equals(owner.user())) {
                throw Troubled.refused(
                        "needed "
                                + path()
                                + " to belong to "
                                + owner.user()
                                + ", as whom PostgreSQL runs, but it belongs to "
                                + found
                                + "; type: chown -R "
                                + owner.user()
                                + " "
                                + path());
            }
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path()));
            if (!mode.startsWith("rwx") || mode.charAt(4) == 'w' || !mode.endsWith("---")) {
                throw Troubled.refused(
                        "needed "
                                + path()
                                + " to be closed to others, found the permissions "
                                + mode
                                + "; type: chmod 700 "
                                + path());
            }
        } catch (IOException e) {
            throw Troubled.failed(
                    "the owner of " + path() + " can't be read: " + Diagnosis.said(e));
        }
    }

    /** What pg_controldata says; asked again only after a change of its file. */
    ControlData control(Deadline deadline) throws Troubled {
        Path file = path().resolve("global/pg_control");
        try {
            long modified = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
            if (known.isEmpty() || known.get().modified() != modified) {
                Programs.Ended ended =
                        programs()
                                .reading()
                                .run(
                                        Programs.Call.of("pg_controldata", path().toString()),
                                        deadline);
                if (!ended.well()) {
                    throw Troubled.failed(
                            "pg_controldata could not read " + path() + ": " + ended.complaint());
                }
                known = Optional.of(new KnownControl(modified, ControlData.parse(ended.out())));
            }
            return known.get().control();
        } catch (IOException e) {
            throw Troubled.failed(
                    "the control file " + file + " can't be read: " + Diagnosis.said(e));
        }
    }

    /** Forgets what was read of a data directory that is no longer the same. */
    void forget() {
        known = Optional.empty();
        programs = Optional.empty();
    }

    /** A rewind was interrupted: neither the old data nor the new. */
    boolean halfRewound() {
        return Files.exists(rewindMark());
    }

    Path rewindMark() {
        return settings.side().resolve("rewinding");
    }

    /** Turns a whole copy, or rewound data, into a standby's. */
    void becomeStandby(Path data) throws IOException {
        Files.deleteIfExists(data.resolve("recovery.signal"));
        owner.write(data.resolve("standby.signal"), "", "rw-------");
    }
}
