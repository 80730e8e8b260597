package io.understudy.node.arbiter;

import io.understudy.core.port.Register;
import io.understudy.testkit.ClaimedPorts;
import io.understudy.testkit.RegisterCluster;
import io.understudy.testkit.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Three members on loopback, each a process of its own; node 1 is the witness. */
final class MemberCluster implements RegisterCluster {

    private static final int NODES = 3;

    private final Path folder;
    private final List<Integer> ports;
    private final List<MemberProcess> members = new ArrayList<>();

    MemberCluster(Path folder) throws IOException {
        this(folder, new TestAuthority("authority of the test"));
    }

    MemberCluster(Path folder, TestAuthority authority) throws IOException {
        this.folder = folder;
        this.ports = ClaimedPorts.some(NODES * 2);
        for (int node = 0; node < NODES; node++) {
            authority.issue(MemberMain.name(node).name(), folder(node));
            members.add(launch(node, "founding"));
        }
    }

    private MemberProcess launch(int node, String history) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(node));
        arguments.add(folder(node).toString());
        arguments.add(history);
        ports.forEach(port -> arguments.add(Integer.toString(port)));
        return new MemberProcess(arguments, folder(node).resolve("log"));
    }

    Path folder(int node) {
        return folder.resolve("node-" + node);
    }

    /** The ports of a node: client, quorum, election. */
    List<Integer> ports(int node) {
        return ports.subList(node * 2, node * 2 + 2);
    }

    MemberProcess member(int node) {
        return members.get(node);
    }

    /** The node that leads, or -1. */
    int leader() {
        return IntStream.range(0, NODES)
                .filter(node -> members.get(node).status().equals("Leader"))
                .findFirst()
                .orElse(-1);
    }

    @Override
    public List<Register> registers() {
        return List.copyOf(members);
    }

    @Override
    public void isolate(int node) {
        others(node).forEach(MemberProcess::freeze);
    }

    @Override
    public void rejoin(int node) {
        others(node).forEach(MemberProcess::thaw);
    }

    private List<MemberProcess> others(int node) {
        return members.stream().filter(member -> member != members.get(node)).toList();
    }

    @Override
    public int killLeader() {
        int leader = leader();
        if (leader < 0) {
            throw new IllegalStateException("nobody leads");
        }
        members.get(leader).kill();
        return (leader + 1) % NODES;
    }

    void kill(int node) {
        members.get(node).kill();
    }

    void revive(int node) {
        try {
            members.set(node, launch(node, "known"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void restartAll() {
        members.forEach(MemberProcess::kill);
        IntStream.range(0, NODES).forEach(this::revive);
    }

    /** As it was at first: what is on the disks is gone, and nothing was ever written. */
    void foundAnew() throws IOException {
        end();
        found();
    }

    /**
     * Ends all members, and removes what they kept. Their processes live on, once one that ended
     * has left the archive that the next ones start from.
     */
    void end() throws IOException {
        if (MemberArchive.isThere()) {
            members.parallelStream()
                    .filter(MemberProcess::isAlive)
                    .forEach(member -> {
                        member.thaw();
                        member.end();
                    });
        } else {
            close();
        }
        for (int node = 0; node < NODES; node++) {
            try (Stream<Path> kept = Files.list(folder(node))) {
                for (Path one : kept.filter(Files::isDirectory).toList()) {
                    delete(one);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** After {@link #end}. */
    void found() throws IOException {
        for (int node = 0; node < NODES; node++) {
            if (members.get(node).isAlive()) {
                members.get(node).found();
            } else {
                members.set(node, launch(node, "founding"));
            }
        }
    }

    @Override
    public void close() {
        if (!MemberArchive.isThere()) {
            members.stream()
                    .filter(MemberProcess::isAlive)
                    .findFirst()
                    .ifPresent(MemberProcess::leaveArchive);
        }
        members.forEach(MemberProcess::kill);
    }
}
