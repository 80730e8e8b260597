package io.understudy.node.arbiter;

import io.understudy.core.model.NodeId;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import io.understudy.node.arbiter.QuorumSettings.Member;
import io.understudy.node.arbiter.QuorumSettings.Ports;
import io.understudy.node.arbiter.QuorumSettings.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One member in a process of its own. It takes calls as lines on standard input, each {@code id
 * call arguments}, and answers each on a line {@code id answer}; it ends with its input.
 */
final class MemberMain {

    private MemberMain() {}

    /** Arguments: own number, folder, "founding" or "known", and three ports for each member. */
    public static void main(String[] arguments) throws IOException, ArbiterUnavailableException {
        QuorumSettings settings = settings(arguments);
        try (QuorumArbiter arbiter = QuorumArbiter.start(settings, _ -> OtherNode.NOBODY);
                BufferedReader calls =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            arbiter.onChange(() -> say("0 changed"));
            String line = calls.readLine();
            while (line != null) {
                String[] words = line.split(" ", 5);
                Thread.ofVirtual().start(() -> say(words[0] + " " + answer(arbiter, words)));
                line = calls.readLine();
            }
        }
        System.exit(0);
    }

    static NodeId name(int node) {
        return new NodeId(node == 1 ? "vote" : "ci-" + node);
    }

    private static QuorumSettings settings(String[] arguments) {
        int self = Integer.parseInt(arguments[0]);
        Path folder = Path.of(arguments[1]);
        List<Member> members = new ArrayList<>();
        for (int i = 3; i < arguments.length; i += 2) {
            int node = (i - 3) / 2;
            members.add(
                    new Member(
                            name(node),
                            "127.0.0.1",
                            new Ports(
                                    Integer.parseInt(arguments[i]),
                                    Integer.parseInt(arguments[i + 1])),
                            node == 1));
        }
        return new QuorumSettings(
                "test",
                name(self),
                members,
                new Storage(folder.resolve("arbiter"), arguments[2].equals("founding")),
                new TlsFiles(
                        folder.resolve("node.crt"),
                        folder.resolve("node.key"),
                        folder.resolve("authority.crt")));
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }

    private static String answer(QuorumArbiter arbiter, String[] words) {
        ClusterStateCodec codec = new ClusterStateCodec();
        Register register = arbiter.register();
        return switch (words[1]) {
            case "status" -> arbiter.status().getClass().getSimpleName();
            case "read" ->
                    switch (register.read(millis(words[2]))) {
                        case ReadResult.Found(Versioned value) ->
                                "found %s %s"
                                        .formatted(
                                                value.version(),
                                                new String(
                                                        codec.encode(value.state()),
                                                        StandardCharsets.UTF_8));
                        case ReadResult.Absent() -> "absent";
                        case ReadResult.Unknown(String why) -> "unknown " + why;
                    };
            case "cas" ->
                    switch (register.compareAndSet(
                            new Version(Long.parseLong(words[3])),
                            codec.decode(words[4].getBytes(StandardCharsets.UTF_8)),
                            millis(words[2]))) {
                        case CasResult.Written(Version version) -> "written " + version;
                        case CasResult.Conflict() -> "conflict";
                        case CasResult.Unknown(String why) -> "unknown " + why;
                    };
            default -> throw new IllegalArgumentException("no such call: " + words[1]);
        };
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }
}
