package io.understudy.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * One switch with a port for each host, all of it in namespaces: nothing of it is connected to this
 * machine's own network. The addresses are those for documentation (RFC 5737, RFC 3849).
 */
final class Network {

    private static final String SWITCH = "switch";
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final String prefix;

    /**
     * Describes one; nothing is made yet.
     *
     * @param prefix of its namespaces' names, which all of this machine sees
     */
    Network(String prefix) {
        this.prefix = prefix;
    }

    static String address(int number) {
        return "192.0.2." + number;
    }

    String space(String name) {
        return prefix + "-" + name;
    }

    /** Makes the switch, without hosts. */
    void make() throws LabException {
        addSpace(space(SWITCH));
        in(space(SWITCH), "link", "add", "bridge", "type", "bridge", "forward_delay", "0");
        in(space(SWITCH), "link", "set", "bridge", "up");
        apply(List.of());
    }

    /** Gives a host its network and plugs it in. */
    void plug(Host host) throws LabException {
        String own = space(host.name());
        addSpace(own);
        Tool.run(
                "ip",
                "link",
                "add",
                host.name(),
                "netns",
                space(SWITCH),
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                own);
        in(space(SWITCH), "link", "set", host.name(), "master", "bridge", "up");
        in(own, "link", "set", "lo", "up");
        in(own, "address", "add", host.address() + "/24", "dev", "eth0");
        in(own, "address", "add", "2001:db8::" + host.number() + "/64", "dev", "eth0", "nodad");
        in(own, "link", "set", "eth0", "up");
    }

    /** These faults, and no others, from now on. */
    void apply(Collection<Fault> faults) throws LabException {
        Tool.run(
                List.of("ip", "netns", "exec", space(SWITCH), "nft", "-f", "-"),
                FaultRules.of(faults),
                LONGEST);
    }

    /** Takes the port's light away, as a host without power does. */
    void light(Host host, boolean on) throws LabException {
        in(space(SWITCH), "link", "set", host.name(), on ? "up" : "down");
    }

    void remove(Collection<Host> hosts) throws LabException {
        for (Host host : hosts) {
            removeSpace(space(host.name()));
        }
        removeSpace(space(SWITCH));
    }

    private static void addSpace(String space) throws LabException {
        removeSpace(space);
        Tool.run("ip", "netns", "add", space);
    }

    private static void removeSpace(String space) throws LabException {
        if (Files.exists(Path.of("/run/netns", space))) {
            Tool.run("ip", "netns", "delete", space);
        }
    }

    private static void in(String space, String... words) throws LabException {
        String[] command = new String[words.length + 3];
        command[0] = "ip";
        command[1] = "-netns";
        command[2] = space;
        System.arraycopy(words, 0, command, 3, words.length);
        Tool.run(command);
    }
}
