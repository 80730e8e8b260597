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
import java.util.concurrent.locks.LockSupport;

/**
 * One member in a process of its own. It takes calls as lines on standard input, each {@code id
 * call arguments}, and answers each on a line {@code id answer}; it ends with its input. The member
 * may be ended and founded anew in the same process, as the daemon does after a full disk.
 */
final class MemberMain {

    private static final Duration PORTS_FREE = Duration.ofSeconds(20);

    private final String[] arguments;
    private volatile QuorumArbiter arbiter;

    private MemberMain(String[] arguments) throws ArbiterUnavailableException {
        this.arguments = arguments;
        this.arbiter = start(settings(arguments, arguments[2].equals("founding")));
    }

    private static QuorumArbiter start(QuorumSettings settings) throws ArbiterUnavailableException {
        QuorumArbiter arbiter = QuorumArbiter.start(settings, _ -> OtherNode.NOBODY);
        arbiter.onChange(() -> say("0 changed"));
        return arbiter;
    }

    /** Arguments: own number, folder, "founding" or "known", and three ports for each member. */
    public static void main(String[] arguments) throws IOException, ArbiterUnavailableException {
        MemberMain member = new MemberMain(arguments);
        try (BufferedReader calls =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line = calls.readLine();
            while (line != null) {
                String[] words = line.split(" ", 5);
                Thread.ofVirtual().start(() -> say(words[0] + " " + member.answer(words)));
                line = calls.readLine();
            }
        }
        member.arbiter.close();
        System.exit(0);
    }

    static NodeId name(int node) {
        return new NodeId(node == 1 ? "vote" : "ci-" + node);
    }

    private static QuorumSettings settings(String[] arguments, boolean founding) {
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
                new Storage(folder.resolve("arbiter"), founding),
                new TlsFiles(
                        folder.resolve("node.crt"),
                        folder.resolve("node.key"),
                        folder.resolve("authority.crt")));
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }

    /** The one before holds its ports a while. */
    private String foundAnew() {
        long begun = System.nanoTime();
        while (true) {
            try {
                arbiter = start(settings(arguments, true));
                return "founded";
            } catch (ArbiterUnavailableException e) {
                if (System.nanoTime() - begun > PORTS_FREE.toNanos()) {
                    return String.valueOf(e.getMessage());
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private String answer(String[] words) {
        ClusterStateCodec codec = new ClusterStateCodec();
        Register register = arbiter.register();
        return switch (words[1]) {
            case "end" -> {
                arbiter.close();
                yield "ended";
            }
            case "found" -> foundAnew();
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
