package io.understudy.demo.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network of its own for each node, with one cable to a switch, where the clients are, too. All
 * of it is in namespaces: nothing of it is connected to this machine's own network. Only root can
 * have it. The addresses are those for documentation (RFC 5737).
 */
public final class Cables {

    private static final String SWITCH = "switch";
    private static final List<String> NAMES = List.of("ci-a", "ci-b", "vote");
    private static final String NETWORK = "192.0.2.";
    private static final int FIRST = 11;

    private final String prefix;

    /**
     * Describes them; nothing is made yet.
     *
     * @param prefix of the namespaces' names, which all of this machine sees
     */
    public Cables(String prefix) {
        this.prefix = prefix;
    }

    public static List<String> addresses() {
        return Stream.iterate(FIRST, number -> number + 1)
                .limit(NAMES.size())
                .map(number -> NETWORK + number)
                .toList();
    }

    /** Whether this user may make them on this machine. */
    public static boolean possible() throws InterruptedException {
        if (!Programs.isRoot()) {
            return false;
        }
        Cables probe = new Cables("understudy-demo-probe-" + ProcessHandle.current().pid());
        try {
            probe.lay();
            return true;
        } catch (StageException _) {
            return false;
        } finally {
            probe.remove();
        }
    }

    /** Makes the namespaces and what is in them. */
    public void lay() throws StageException, InterruptedException {
        ip("netns", "add", space(SWITCH));
        in(SWITCH, "link", "set", "lo", "up");
        in(SWITCH, "link", "add", "bridge", "type", "bridge", "forward_delay", "0");
        in(SWITCH, "address", "add", NETWORK + "1/24", "dev", "bridge");
        in(SWITCH, "link", "set", "bridge", "up");
        for (int i = 0; i < NAMES.size(); i++) {
            plugIn(NAMES.get(i), addresses().get(i));
        }
    }

    private void plugIn(String name, String address) throws StageException, InterruptedException {
        ip("netns", "add", space(name));
        ip(
                List.of("link", "add", name, "netns", space(SWITCH)),
                List.of("type", "veth", "peer", "name", "eth0", "netns", space(name)));
        in(SWITCH, "link", "set", name, "master", "bridge", "up");
        in(name, "link", "set", "lo", "up");
        in(name, "address", "add", address + "/24", "dev", "eth0");
        in(name, "link", "set", "eth0", "up");
    }

    /** Takes them away again, as far as they are there. */
    public void remove() throws InterruptedException {
        for (String name : Stream.concat(NAMES.stream(), Stream.of(SWITCH)).toList()) {
            if (Files.exists(Path.of("/run/netns", space(name)))) {
                try {
                    ip("netns", "delete", space(name));
                } catch (StageException e) {
                    System.err.println("demo: " + e.getMessage());
                }
            }
        }
    }

    /** What runs that command on the node's network. */
    public List<String> on(StageNode node, List<String> command) {
        return inside(node.id().name(), command);
    }

    /** What runs that command where the clients are. */
    public List<String> atTheSwitch(List<String> command) {
        return inside(SWITCH, command);
    }

    private List<String> inside(String name, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", space(name)));
        whole.addAll(command);
        return whole;
    }

    /** Pulls the node's cable: nothing reaches it, and it reaches nobody. */
    public void pull(StageNode node) throws StageException, InterruptedException {
        in(SWITCH, "link", "set", node.id().name(), "down");
    }

    public void putBack(StageNode node) throws StageException, InterruptedException {
        in(SWITCH, "link", "set", node.id().name(), "up");
    }

    private String space(String name) {
        return prefix + "-" + name;
    }

    private void in(String name, String... words) throws StageException, InterruptedException {
        ip(List.of("-netns", space(name)), List.of(words));
    }

    private static void ip(String... words) throws StageException, InterruptedException {
        ip(List.of(words), List.of());
    }

    private static void ip(List<String> words, List<String> more)
            throws StageException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(words);
        command.addAll(more);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new StageException(
                        "%s failed: %s".formatted(String.join(" ", command), said.strip()));
            }
        } catch (IOException e) {
            throw new StageException("ip could not be run: " + e.getMessage());
        }
    }
}
