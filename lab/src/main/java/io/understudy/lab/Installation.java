package io.understudy.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The product on the hosts of a lab, put there as a person would by the README. */
public final class Installation {

    /** Of user {@code postgres}. */
    public static final String PASSWORD = "lab";

    private static final String CONFIG = "/root/understudy.yaml";

    /** Where a daemon's output is on its host. */
    public static final String LOG = "/var/log/understudy.log";

    /** Of PostgreSQL, on either carrier. */
    public static final String DATA = "/var/lib/postgresql/lab/main";

    private static final String NO_POSTGRESQL =
            "needed PostgreSQL below /usr/lib/postgresql, found none; type: apt-get install"
                    + " postgresql";

    private final Lab lab;
    private final Path program;
    private final Path postgresql;

    /**
     * Prepares one; nothing is done yet.
     *
     * @param program the package, or the folder of the program as it was built
     * @param postgresql the folder of PostgreSQL's programs, the same on all hosts
     */
    public Installation(Lab lab, Path program, Path postgresql) {
        this.lab = lab;
        this.program = program;
        this.postgresql = postgresql;
    }

    public List<String> nodes() {
        return List.of("ci-a", "ci-b", "vote");
    }

    /** Unpacks the package everywhere, and makes the user's own database on the first node. */
    public void unpack() throws LabException {
        for (String name : nodes()) {
            Host host = lab.host(name);
            if (Files.isDirectory(program)) {
                host.put(program, "/opt/understudy-built");
            } else {
                host.put(program, "/root/understudy.tar.gz");
                host.shell(
                        "tar -xzf /root/understudy.tar.gz -C /opt && rm /root/understudy.tar.gz");
            }
            host.shell(
                    """
                    set -eu
                    ln -s /opt/understudy-*/bin/understudy /usr/local/bin/understudy
                    install -d -o postgres -g postgres /var/lib/postgresql/lab
                    """);
        }
        lab.host("ci-a")
                .shell(
                        """
                        set -eu
                        echo %s | install -o postgres -m 600 /dev/stdin /tmp/password
                        setpriv --reuid=postgres --regid=postgres --init-groups -- \\
                          %s/initdb -D %s -A scram-sha-256 --pwfile=/tmp/password --data-checksums \\
                          --locale=C.UTF-8 >/dev/null
                        rm /tmp/password
                        echo 'host all all 192.0.2.0/24 scram-sha-256' >>%s/pg_hba.conf
                        """
                                .formatted(PASSWORD, postgresql, DATA, DATA));
    }

    /** Founds the cluster on the first host, and lets the others join with a token each. */
    public void found(String configuration) throws LabException {
        Host founder = lab.host("ci-a");
        try {
            Path file = Files.createTempFile("understudy-lab-", ".yaml");
            Files.writeString(file, configuration);
            founder.put(file, CONFIG);
            Files.delete(file);
        } catch (IOException e) {
            throw new LabException("needed a file for the configuration, found: " + e, e);
        }
        founder.run("understudy", "init", "--node", "ci-a", "--config", CONFIG);
        start(founder);
        awaitListening(founder);
        for (String name : List.of("ci-b", "vote")) {
            String token = founder.run("understudy", "token", name);
            lab.host(name).feed(token, "understudy", "join", "--token", "-");
            start(lab.host(name));
        }
    }

    /** A person would not type a token before the founder's daemon is there. */
    private static void awaitListening(Host host) throws LabException {
        host.run(
                "bash",
                "-c",
                "for i in $(seq 300); do (exec 3<>/dev/tcp/%s/7700) 2>/dev/null && exit 0; sleep 0.1; done; exit 1"
                        .formatted(host.address()));
    }

    /** Starts the daemon of a node, as its unit would. */
    public static void start(Host host) throws LabException {
        host.shell(
                "setsid %sunderstudy node >>%s 2>&1 </dev/null &"
                        .formatted(Clock.before(host), LOG));
    }

    /** A cluster of these nodes with a database, and no server. */
    public static String plain() {
        return """
        cluster: lab
        nodes:
          ci-a: { address: 192.0.2.11 }
          ci-b: { address: 192.0.2.12 }
          vote: { address: 192.0.2.13, witness: true }
        arbiter: quorum
        takeover: automatic
        timing: fast
        database: { postgresql: { data: %s, synchronous: preferred } }
        """
                .formatted(DATA);
    }

    /** The programs of the newest PostgreSQL on this machine, and so on each host. */
    public static Path newestPostgresql() throws LabException {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new LabException(NO_POSTGRESQL));
        } catch (IOException e) {
            throw new LabException(NO_POSTGRESQL, e);
        }
    }
}
