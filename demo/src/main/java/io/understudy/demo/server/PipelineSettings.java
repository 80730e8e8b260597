package io.understudy.demo.server;

import io.understudy.demo.Environment;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of the sample server.
 *
 * @param database where its data is
 * @param place where it listens
 * @param workerGrace how long a running build may go without a word from its worker before it is
 *     given to another
 * @param role what Understudy told it
 */
record PipelineSettings(DatabaseAddress database, Place place, Duration workerGrace, Role role) {

    /**
     * @param url without a user or a password in it
     */
    record DatabaseAddress(String url, String user, Path passwordFile) {}

    /** Where it listens. */
    record Place(InetAddress address, int port) {}

    record Role(String cluster, String node, long epoch) {}

    /** Reads them from PIPELINE_… and UNDERSTUDY_…; to be used only if there are no mistakes. */
    static PipelineSettings read(Environment environment) {
        return new PipelineSettings(
                new DatabaseAddress(
                        environment.needed(
                                "PIPELINE_DATABASE_URL",
                                "an address such as jdbc:postgresql://127.0.0.1:5432/pipelines"),
                        environment.needed("PIPELINE_DATABASE_USER", "the database's user"),
                        Path.of(
                                environment.needed(
                                        "PIPELINE_DATABASE_PASSWORD_FILE",
                                        "the path of a file with the password"))),
                new Place(
                        environment.read(
                                "PIPELINE_ADDRESS",
                                "an address",
                                InetAddress.getLoopbackAddress(),
                                InetAddress::ofLiteral),
                        environment.read("PIPELINE_PORT", "a port", 8153, Integer::parseInt)),
                Duration.ofMillis(
                        environment.read(
                                "PIPELINE_WORKER_GRACE_MILLIS",
                                "milliseconds",
                                5000L,
                                Long::parseLong)),
                new Role(
                        environment.read("UNDERSTUDY_CLUSTER", "a name", "none", text -> text),
                        environment.read("UNDERSTUDY_NODE", "a name", "alone", text -> text),
                        environment.read("UNDERSTUDY_EPOCH", "a number", 0L, Long::parseLong)));
    }
}
