package io.understudy.demo.worker;

import io.understudy.demo.Environment;
import io.understudy.demo.Form;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A build agent of the sample pipeline server: asks for a build, runs it, reports its result, for
 * ever. When its server goes away it goes on with its build, looks for a server among those that it
 * knows, and reports there. Settings come from PIPELINE_WORKER (its name) and PIPELINE_SERVERS.
 */
public final class Worker {

    private static final Duration LONG_POLL = Duration.ofSeconds(7);
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration BACK_OFF = Duration.ofMillis(100);

    private final WorkerSettings settings;
    private final ServerConnection server;
    private String acknowledged = "";

    public Worker(WorkerSettings settings) {
        this.settings = settings;
        this.server = new ServerConnection(settings.servers());
    }

    public static void main(String[] arguments) throws InterruptedException {
        var environment = new Environment(System.getenv());
        WorkerSettings settings = WorkerSettings.read(environment);
        if (!environment.mistakes().isEmpty()) {
            environment.mistakes().forEach(one -> System.err.println("worker: " + one));
            System.exit(2);
        }
        new Worker(settings).run();
    }

    /** Works until interrupted. */
    public void run() throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            Form question =
                    new Form(Map.of("worker", settings.name(), "acknowledged", acknowledged));
            Optional<String> answer = server.post("/work", question, LONG_POLL);
            if (answer.isEmpty()) {
                Thread.sleep(BACK_OFF);
            } else if (!answer.get().isEmpty()) {
                build(Form.parse(answer.get()));
            }
        }
    }

    private void build(Form assignment) throws InterruptedException {
        String token = assignment.get("token");
        var work = new Work(assignment);
        long heard = System.nanoTime();
        while (!work.finished()) {
            work.next();
            if (System.nanoTime() - heard >= HEARTBEAT.toNanos()) {
                Optional<String> word = heartbeat(token);
                if (word.filter(Worker::takesAway).isPresent()) {
                    return;
                }
                // Nobody answered: try again at the next step, so that a new server knows soon.
                heard = word.isPresent() ? System.nanoTime() : heard;
            }
        }
        report(token, work.result());
    }

    private Optional<String> heartbeat(String token) throws InterruptedException {
        return server.post(
                "/heartbeat", new Form(Map.of("worker", settings.name(), "token", token)), SHORT);
    }

    private static boolean takesAway(String word) {
        return word.equals("given-away") || word.equals("unknown");
    }

    /** Says it until somebody has heard it. */
    private void report(String token, String result) throws InterruptedException {
        Form form = new Form(Map.of("worker", settings.name(), "token", token, "result", result));
        Optional<String> answer = server.post("/result", form, SHORT);
        while (answer.isEmpty()) {
            Thread.sleep(BACK_OFF);
            answer = server.post("/result", form, SHORT);
        }
        if (answer.get().equals("applied") || answer.get().equals("already")) {
            acknowledged = token;
        }
    }
}
