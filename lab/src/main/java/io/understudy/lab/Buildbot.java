package io.understudy.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's Buildbot on the hosts of a lab: a master on either carrier, and two workers. */
public final class Buildbot {

    /** Where the workers find their master. */
    public static final String ADDRESS = "192.0.2.50";

    private static final String MASTER = "/srv/buildbot";
    private static final String WORKERS = "/srv/workers";

    private final Lab lab;

    public Buildbot(Lab lab) {
        this.lab = lab;
    }

    /** Whether this machine, and so each host, has its programs. */
    public static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/buildbot"))
                && Files.isExecutable(Path.of("/usr/bin/buildbot-worker"));
    }

    /** What is added to the configuration of a cluster. */
    public static String configuration() {
        return """
        server:
          profile: buildbot
          directory: %s
        address: { virtual-ip: %s/24, interface: eth0 }
        """
                .formatted(MASTER, ADDRESS);
    }

    /**
     * Puts the files of masters and workers where they belong, and makes the master's tables, as
     * one who had Buildbot before Understudy: with the PostgreSQL of the first host, started for
     * that alone.
     *
     * @param postgresql the folder of PostgreSQL's programs
     * @param data the data directory on the first host
     */
    public void install(Path postgresql, String data) throws LabException {
        for (String name : List.of("ci-a", "ci-b")) {
            Host host = lab.host(name);
            host.run("install", "-d", "-o", "buildbot", "-g", "buildbot", MASTER);
            put(host, "master.tac", MASTER + "/buildbot.tac");
            put(host, "master.cfg", MASTER + "/master.cfg");
        }
        Host workers = lab.host("workers");
        for (String name : List.of("one", "two")) {
            String folder = WORKERS + "/" + name;
            workers.shell("install -d %1$s %1$s/info".formatted(folder));
            put(workers, "worker.tac", folder + "/buildbot.tac");
            workers.run("chown", "-R", "buildbot:buildbot", WORKERS);
        }
        lab.host("ci-a")
                .shell(
                        """
                        set -eu
                        postgres() { setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; }
                        postgres %1$s/pg_ctl -D %2$s -w -o '-k /tmp' -l /tmp/postgresql.log start >/dev/null
                        export PGPASSWORD=lab
                        psql -qh 127.0.0.1 -U postgres -c "CREATE ROLE buildbot LOGIN PASSWORD 'lab'" \\
                          -c 'CREATE DATABASE buildbot OWNER buildbot'
                        setpriv --reuid=buildbot --regid=buildbot --init-groups -- \\
                          buildbot upgrade-master --quiet %3$s
                        postgres %1$s/pg_ctl -D %2$s -m fast -w stop >/dev/null
                        """
                                .formatted(postgresql, data, MASTER));
    }

    private static void put(Host host, String resource, String path) throws LabException {
        try (InputStream in = Buildbot.class.getResourceAsStream("buildbot/" + resource)) {
            if (in == null) {
                throw new LabException("the lab's own " + resource + " is missing from its jar");
            }
            Path file = Files.createTempFile("understudy-lab-", ".put");
            Files.write(file, in.readAllBytes());
            host.put(file, path);
            Files.delete(file);
            host.run("chmod", "644", path);
        } catch (IOException e) {
            throw new LabException("needed " + resource + ", found: " + e, e);
        }
    }

    /** Starts both workers, which are never started again. */
    public void startWorkers() throws LabException {
        for (String name : List.of("one", "two")) {
            lab.host("workers")
                    .shell(
                            """
                            cd %s/%s
                            setsid setpriv --reuid=buildbot --regid=buildbot --init-groups -- \\
                              buildbot-worker start --nodaemon >/var/log/worker-%2$s.log 2>&1 </dev/null &
                            """
                                    .formatted(WORKERS, name));
        }
    }

    /** Has a build of that builder made, as a hook of a repository would. */
    public void change(String builder) throws LabException {
        lab.host("workers")
                .run(
                        "buildbot",
                        "sendchange",
                        "--master=" + ADDRESS + ":9989",
                        "--auth=change:lab",
                        "--who=lab",
                        "--category=" + builder,
                        "file");
    }

    /** Asks the master's database on that host; empty lines are left out. */
    public List<String> ask(Host host, String sql) throws LabException {
        return host.run(
                        "env",
                        "PGPASSWORD=lab",
                        "psql",
                        "-qAtX",
                        "-h",
                        "127.0.0.1",
                        "-U",
                        "buildbot",
                        "-c",
                        sql,
                        "buildbot")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
