package io.understudy.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Three hosts for a cluster, one for the workers, and the network between them. */
public final class Lab {

    /** What a host can write: its PostgreSQL, what Understudy keeps, and logs. */
    private static final int DISK_MB = 2560;

    private final Path folder;
    private final List<Host> hosts;
    private final Network network;
    private final Relay relay;
    private final FaultFile faults;

    private Lab(Path folder) {
        this.folder = folder;
        this.network = new Network("understudy-%08x".formatted(folder.hashCode()));
        this.relay = new Relay(network.space("switch"), folder);
        this.faults = new FaultFile(folder.resolve("faults"));
        this.hosts =
                List.of(host("ci-a", 11), host("ci-b", 12), host("vote", 13), host("workers", 21));
    }

    private Host host(String name, int number) {
        return new Host(
                name, number, network.space(name), folder.resolve(name), folder.resolve("host.sh"));
    }

    /** The one that stands, or would stand, in that folder. */
    public static Lab in(Path folder) {
        return new Lab(folder);
    }

    public List<Host> hosts() {
        return hosts;
    }

    public Host host(String name) throws LabException {
        return hosts.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new LabException(
                                "needed one of %s, found '%s'"
                                        .formatted(
                                                String.join(
                                                        ", ",
                                                        hosts.stream().map(Host::name).toList()),
                                                name)));
    }

    /** Why this machine can't have one, in one sentence; empty where it can. */
    public static Optional<String> missing() throws LabException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of(
                    "needed root to make network namespaces, found "
                            + System.getProperty("user.name"));
        }
        for (String program : List.of("/usr/bin/tini", "/usr/sbin/nft", "/usr/bin/nsenter")) {
            if (!Files.isExecutable(Path.of(program))) {
                return Optional.of(
                        "needed "
                                + program
                                + ", found none; type: apt-get install tini nftables util-linux");
            }
        }
        String probe = "understudy-probe-" + ProcessHandle.current().pid();
        try {
            Tool.run("ip", "netns", "add", probe);
            Tool.run("ip", "netns", "delete", probe);
            return Optional.empty();
        } catch (LabException e) {
            return Optional.of("needed to make a network namespace, found: " + e.getMessage());
        }
    }

    /** Makes all of it, in place of what was left of an earlier one, and powers the hosts on. */
    public void make() throws LabException {
        remove();
        try {
            Files.createDirectories(folder);
            Path script = folder.resolve("host.sh");
            unpack("host.sh", script);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            network.make();
            for (Host host : hosts) {
                Files.createDirectories(folder.resolve(host.name()));
                Files.writeString(folder.resolve(host.name()).resolve("hosts"), names());
                host.makeDisk(DISK_MB);
                network.plug(host);
                host.powerOn();
            }
        } catch (IOException e) {
            throw new LabException("needed the folder " + folder + ", found: " + e, e);
        }
    }

    /** Writes what the lab brings with it into a file. */
    static void unpack(String name, Path file) throws LabException {
        try (InputStream in = Lab.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new LabException("the lab's own " + name + " is missing from its jar");
            }
            Files.write(file, in.readAllBytes());
        } catch (IOException e) {
            throw new LabException("needed to write " + file + ", found: " + e, e);
        }
    }

    private String names() {
        StringBuilder names = new StringBuilder("127.0.0.1 localhost\n::1 localhost\n");
        hosts.forEach(
                host -> names.append(host.address()).append(' ').append(host.name()).append('\n'));
        return names.toString();
    }

    /** Whether it has been made, and not been removed since. */
    public boolean stands() {
        return Files.isDirectory(folder);
    }

    /** Adds a fault to those that there are. */
    public void add(Fault fault) throws LabException {
        Set<Fault> all = faults.read();
        all.add(fault);
        apply(all);
    }

    /** Ends all faults of the network. */
    public void heal() throws LabException {
        apply(Set.of());
    }

    private void apply(Set<Fault> all) throws LabException {
        network.apply(all);
        for (Host host : hosts) {
            relay.treats(host, new Relay.Treatment(delay(all, host), damagedOneIn(all, host)));
        }
        faults.write(all);
    }

    private static Duration delay(Set<Fault> all, Host host) {
        long millis = 0;
        for (Fault fault : all) {
            if (fault instanceof Fault.Slow(String slowed, int each)
                    && slowed.equals(host.name())) {
                millis += each;
            }
        }
        return Duration.ofMillis(millis);
    }

    private static int damagedOneIn(Set<Fault> all, Host host) {
        return all.stream()
                .filter(fault ->
                        fault instanceof Fault.Damage(String damaged, int _)
                                && damaged.equals(host.name()))
                .mapToInt(fault -> fault instanceof Fault.Damage(String _, int oneIn) ? oneIn : 0)
                .findFirst()
                .orElse(0);
    }

    /** How many packets of the daemons' were damaged at that host since that fault began. */
    public int damaged(Host host) throws LabException {
        return relay.damaged(host);
    }

    public void powerOff(Host host) throws LabException {
        network.light(host, false);
        host.powerOff();
    }

    public void powerOn(Host host) throws LabException {
        network.light(host, true);
        host.powerOn();
    }

    /** A person mends the disks of a host that broke: its power goes, and comes back. */
    public void mendDisks(Host host) throws LabException {
        powerOff(host);
        host.mendDisks();
        powerOn(host);
    }

    /** Ends everything, and leaves nothing behind. */
    public void remove() throws LabException {
        for (Host host : hosts) {
            relay.stop(host);
            host.scrap();
        }
        network.remove(hosts);
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : new ArrayList<>(files.sorted(Comparator.reverseOrder()).toList())) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new LabException("needed to empty " + folder + ", found: " + e, e);
        }
    }
}
