package io.understudy.demo.worker;

import io.understudy.demo.Environment;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * The settings of a worker.
 *
 * @param name tells it from the other workers
 * @param servers where a pipeline server may be; at any time at most one of them answers
 */
public record WorkerSettings(String name, List<URI> servers) {

    public WorkerSettings {
        servers = List.copyOf(servers);
    }

    /** Reads them from PIPELINE_WORKER and PIPELINE_SERVERS; see the mistakes afterwards. */
    static WorkerSettings read(Environment environment) {
        String what = "addresses such as http://127.0.0.1:8153, with commas between";
        environment.needed("PIPELINE_SERVERS", what);
        return new WorkerSettings(
                environment.needed("PIPELINE_WORKER", "the worker's name"),
                environment.read(
                        "PIPELINE_SERVERS",
                        what,
                        List.of(),
                        text -> Stream.of(text.split(",", -1)).map(URI::create).toList()));
    }
}
