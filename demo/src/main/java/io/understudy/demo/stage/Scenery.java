package io.understudy.demo.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/**
 * Sets the stage: the cluster's file, and the user's own database on the first node, as it would be
 * there before.
 */
public final class Scenery {

    public static final String ROLE = "pipelines";
    public static final String DATABASE = "postgres";

    /** The nodes themselves vote. */
    private static final String WITHIN = "quorum";

    private final Stage stage;
    private final Programs programs;
    private final Path postgresql;
    private final String arbiter;

    public Scenery(Stage stage, Programs programs, Path postgresql) {
        this(stage, programs, postgresql, WITHIN);
    }

    /**
     * With another arbiter than the nodes themselves.
     *
     * @param arbiter its YAML
     */
    Scenery(Stage stage, Programs programs, Path postgresql, String arbiter) {
        this.stage = stage;
        this.programs = programs;
        this.postgresql = postgresql;
        this.arbiter = arbiter;
    }

    public void set() throws StageException, InterruptedException {
        try {
            Files.setPosixFilePermissions(
                    stage.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(stage.password(), UUID.randomUUID().toString());
            for (StageNode node : stage.nodes()) {
                Files.createDirectories(node.folder());
            }
            for (StageNode carrier : stage.carriers()) {
                Files.createDirectories(carrier.serverFolder());
                Files.createDirectories(carrier.databaseFolder());
            }
            Files.writeString(stage.configuration(), configuration());
        } catch (IOException e) {
            throw new StageException(
                    "the folder " + stage.folder() + " could not be filled: " + e.getMessage());
        }
        giveAwayDatabaseFolders();
        makeDatabase();
    }

    /** Adds to the cluster's file, once it is set and before anybody has read it. */
    public void add(String yaml) throws StageException {
        try {
            Files.writeString(stage.configuration(), yaml, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StageException(
                    stage.configuration() + " could not be written: " + e.getMessage());
        }
    }

    private void giveAwayDatabaseFolders() throws StageException, InterruptedException {
        if (!Programs.isRoot()) {
            return;
        }
        for (StageNode carrier : stage.carriers()) {
            Programs.run(
                    List.of("chown", "postgres:postgres", carrier.databaseFolder().toString()),
                    stage.folder());
        }
        Programs.run(List.of("chown", "postgres", stage.password().toString()), stage.folder());
        Programs.run(List.of("chmod", "600", stage.password().toString()), stage.folder());
    }

    private void makeDatabase() throws StageException, InterruptedException {
        StageNode first = stage.first();
        Programs.run(
                Programs.asDatabaseUser(
                        List.of(
                                postgresql.resolve("initdb").toString(),
                                "-D",
                                first.data().toString(),
                                "-U",
                                ROLE,
                                "-A",
                                "scram-sha-256",
                                "--pwfile=" + stage.password(),
                                "--data-checksums",
                                "-E",
                                "UTF8",
                                "--locale=C.UTF-8")),
                stage.folder());
        if (!stage.onLoopback()) {
            letClientsIn(first);
        }
    }

    /** They come from another host then, and a new database takes its own alone. */
    private void letClientsIn(StageNode node) throws StageException {
        Path file = node.data().resolve("pg_hba.conf");
        try {
            Files.writeString(
                    file,
                    "host all %s samenet scram-sha-256\n".formatted(ROLE),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StageException(file + " could not be written: " + e.getMessage());
        }
    }

    private String configuration() {
        StringBuilder nodes = new StringBuilder();
        for (StageNode node : stage.nodes()) {
            nodes.append(
                    "  %s:\n    address: %s\n    ports: { %s }\n"
                            .formatted(node.id(), node.ports().address(), ports(node.ports())));
            nodes.append(node.witness() ? "    witness: true\n" : carrier(node));
        }
        StageNode first = stage.first();
        return """
        # Written by the demonstration: a cluster on one machine.
        cluster: demo
        nodes:
        %sarbiter: %s
        takeover: automatic
        timing: fast
        dashboard: {}
        server:
          command: [%s]
          directory: %s
          probe: { http: "http://%s/health", every: 200ms, timeout: 1s }
          stop-timeout: 2s
        database:
          postgresql: { bin: %s, user: %s, synchronous: preferred, keep-wal: 1GB }
        """
                .formatted(
                        nodes,
                        arbiter,
                        String.join(
                                ", ",
                                programs.small("io.understudy.demo.server.PipelineServer").stream()
                                        .map(word -> '"' + word + '"')
                                        .toList()),
                        first.serverFolder(),
                        first.at(first.ports().server()),
                        postgresql,
                        Programs.databaseUser());
    }

    private String ports(StageNode.Ports ports) {
        return arbiter.equals(WITHIN)
                ? "api: %d, dashboard: %d, quorum: %d, election: %d"
                        .formatted(ports.api(), ports.dashboard(), ports.quorum(), ports.election())
                : "api: %d, dashboard: %d".formatted(ports.api(), ports.dashboard());
    }

    private String carrier(StageNode node) {
        return """
            postgresql: { data: %s, port: %d }
            server:
              directory: %s
              environment:
                PIPELINE_ADDRESS: "%s"
                PIPELINE_PORT: "%d"
                PIPELINE_DATABASE_URL: "jdbc:postgresql://%s/%s"
                PIPELINE_DATABASE_USER: %s
                PIPELINE_DATABASE_PASSWORD_FILE: %s
                PIPELINE_WORKER_GRACE_MILLIS: "5000"
              probe: { http: "http://%s/health", every: 200ms, timeout: 1s }
        """
                .formatted(
                        node.data(),
                        node.ports().database(),
                        node.serverFolder(),
                        node.ports().address(),
                        node.ports().server(),
                        node.at(node.ports().database()),
                        DATABASE,
                        ROLE,
                        stage.password(),
                        node.at(node.ports().server()));
    }
}
