package io.understudy.node.config;

import io.understudy.core.model.Limits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a server. */
final class ServerReader {

    private static final Duration USUAL_EVERY = Duration.ofMillis(500);
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration USUAL_STOP = Duration.ofSeconds(10);
    private static final Scalar<String> STATEMENT =
            new Scalar<>(
                    "a statement of SQL that reads, such as one of the profile buildbot",
                    "select 1",
                    text ->
                            text.strip().toLowerCase(Locale.ROOT).startsWith("select ")
                                    ? Optional.of(text.strip())
                                    : Optional.empty());
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final String A_PROGRAM = "a list of a program's absolute path and its arguments";

    private static final String OWN_UNIT = "understudy.service";

    /** What a unit has itself. */
    static final List<String> OF_A_COMMAND = List.of("command", "directory", "user", "environment");

    private final List<ConfigMistake> mistakes;

    ServerReader(List<ConfigMistake> mistakes) {
        this.mistakes = mistakes;
    }

    ServerConfig read(Block user) {
        ProfiledServer filled = ProfiledServer.of(user, mistakes);
        Block block = filled.block();
        return new ServerConfig(
                run(block),
                probe(block),
                block.optional("stop-timeout", Scalar.DURATION).orElse(USUAL_STOP),
                limits(block),
                block.block("workload", Section.WORKLOAD).map(ServerReader::workload),
                block.has("version") ? Optional.of(program(block, "version")) : Optional.empty(),
                filled.use());
    }

    private static WorkloadConfig workload(Block block) {
        return new WorkloadConfig(
                block.required("database", Scalar.TEXT),
                block.required("workers", STATEMENT),
                block.required("builds", STATEMENT),
                block.required("fates", STATEMENT));
    }

    private ServerConfig.Run run(Block block) {
        if (!block.has("unit")) {
            return new ServerConfig.Command(
                    command(block),
                    block.required("directory", Scalar.ABSOLUTE_PATH),
                    block.optional("user", Scalar.USER),
                    environment(block));
        }
        for (String key : OF_A_COMMAND) {
            if (block.has(key)) {
                mistakes.add(
                        block.placeOf(key)
                                .mistake("nothing beside a unit, which has its own", "a " + key));
            }
        }
        String unit = block.required("unit", Scalar.UNIT);
        if (unit.equals(OWN_UNIT)) {
            mistakes.add(
                    block.placeOf("unit")
                            .mistake("the server's unit", unit + ", which is the daemon's own"));
        }
        return new ServerConfig.Unit(unit);
    }

    private static Limits.Server limits(Block block) {
        Limits.Server usual = Limits.usual().server();
        return new Limits.Server(
                block.optional("restarts", Scalar.TIMES).orElse(usual.restarts()),
                block.optional("settled-after", Scalar.DURATION).orElse(usual.settledAfter()),
                block.optional("start-timeout", Scalar.DURATION).orElse(usual.startTimeout()),
                block.optional("unhealthy-after", Scalar.DURATION).orElse(usual.unhealthyAfter()));
    }

    private List<String> command(Block block) {
        if (!block.has("command")) {
            block.missing("command", A_PROGRAM);
            return List.of();
        }
        return program(block, "command");
    }

    private List<String> program(Block block, String key) {
        List<String> command = block.list(key, Scalar.ANY_TEXT);
        String program = command.getFirst();
        if (!program.isEmpty() && !program.startsWith("/")) {
            mistakes.add(block.placeOf(key).mistake(A_PROGRAM, "'" + program + "' as program"));
        }
        return command;
    }

    private Map<String, String> environment(Block block) {
        Map<String, String> environment = new LinkedHashMap<>();
        block.entry("environment")
                .map(entry -> Block.ofAnyKeys(entry, mistakes))
                .ifPresent(variables -> readVariables(variables, environment));
        return environment;
    }

    private void readVariables(Block variables, Map<String, String> environment) {
        variables
                .entries()
                .forEach((name, entry) -> {
                    if (!VARIABLE.matcher(name).matches()) {
                        mistakes.add(
                                Place.of(entry.key(), entry.path())
                                        .mistake(
                                                "a variable's name of letters, digits and" + " '_'",
                                                "'" + name + "'"));
                    }
                    environment.put(name, variables.required(name, Scalar.ANY_TEXT));
                });
    }

    private Probe probe(Block block) {
        String expected = "exactly one of http, tcp or command";
        Optional<Block> found = block.block("probe", Section.PROBE);
        if (found.isEmpty()) {
            block.missing("probe", "a block with " + expected);
            return new Probe(new Probe.Command(List.of()), USUAL_EVERY, USUAL_TIMEOUT);
        }
        Block probe = found.get();
        List<String> questions =
                List.of("http", "tcp", "command").stream().filter(probe::has).toList();
        if (probe.has("says") && !probe.has("tcp")) {
            mistakes.add(
                    probe.placeOf("says")
                            .mistake("tcp beside it, whose first words they are", "no tcp"));
        }
        if (questions.size() != 1) {
            mistakes.add(
                    probe.place()
                            .mistake(
                                    expected,
                                    questions.isEmpty()
                                            ? "none"
                                            : String.join(" and ", questions)));
        }
        return new Probe(
                question(probe),
                probe.optional("every", Scalar.DURATION).orElse(USUAL_EVERY),
                probe.optional("timeout", Scalar.DURATION).orElse(USUAL_TIMEOUT));
    }

    private Probe.Question question(Block probe) {
        Optional<Probe.Question> http =
                probe.optional("http", Scalar.HTTP_URL).map(Probe.Http::new);
        String says = probe.optional("says", Scalar.TEXT).orElse("");
        Optional<Probe.Question> tcp =
                probe.optional("tcp", Scalar.HOST_AND_PORT).map(question -> saying(question, says));
        Probe.Question command =
                new Probe.Command(probe.has("command") ? command(probe) : List.of());
        return http.or(() -> tcp).orElse(command);
    }

    private static Probe.Question saying(Probe.Question question, String says) {
        return question instanceof Probe.Tcp(String host, int port, var _)
                ? new Probe.Tcp(host, port, says)
                : question;
    }
}
