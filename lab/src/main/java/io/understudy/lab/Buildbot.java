package io.understudy.lab;

import io.understudy.node.config.Profiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Debian's Buildbot on the hosts of a lab: a master on either carrier, and two workers. */
public final class Buildbot {

    /** What to tell where it is not installed. */
    public static final String NEEDED =
            "needed Buildbot, found none; type: apt-get install buildbot buildbot-worker"
                    + " python3-psycopg2";

    /** Where the workers find their master. */
    public static final String ADDRESS = "192.0.2.50";

    static final List<String> CARRIERS = List.of("ci-a", "ci-b");
    static final String MASTER = "/srv/buildbot";

    private static final int PORT = 9989;
    private static final List<String> WORKER_NAMES = List.of("one", "two");
    private static final String WORKERS = "/srv/workers";

    private static final String LOOK =
            """
            select 'worker', w.name, w.xmin::text from workers w
             where w.id in (select workerid from connected_workers)
            union all
            select case when b.complete_at is null then 'runs' else 'done' end,
                   case when b.complete_at is null then r.name else b.id::text end, ''
              from builds b join builders r on r.id = b.builderid
             where b.complete_at is null or (r.name = 'short' and b.results = 0)
            """;

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
     */
    public void install(Path postgresql) throws LabException {
        for (String name : CARRIERS) {
            Host host = lab.host(name);
            host.run("install", "-d", "-o", "buildbot", "-g", "buildbot", MASTER);
            put(host, "master.tac", MASTER + "/buildbot.tac");
            put(host, "master.cfg", MASTER + "/master.cfg");
        }
        Host workers = lab.host("workers");
        for (String name : WORKER_NAMES) {
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
                                .formatted(postgresql, Installation.DATA, MASTER));
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

    /**
     * Lets the product read what the master writes down, as the profile's notes have it.
     *
     * @param primary on whose database
     */
    public void grant(Host primary) throws LabException {
        String note =
                Profiles.of("buildbot").notes().stream()
                        .filter(text -> text.contains("GRANT"))
                        .findFirst()
                        .orElseThrow();
        ask(primary, note.substring(note.indexOf("GRANT"), note.indexOf(';')));
    }

    /** Starts both workers, which are never started again. */
    public void startWorkers() throws LabException {
        for (String name : WORKER_NAMES) {
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
                        "--master=" + ADDRESS + ":" + PORT,
                        "--auth=change:lab",
                        "--who=lab",
                        "--category=" + builder,
                        "file");
    }

    /** A client of the address, where the workers are. */
    public BuildbotClient client() throws LabException, InterruptedException {
        return BuildbotClient.start(lab.host("workers"), ADDRESS, PORT);
    }

    /**
     * What the master has written down.
     *
     * @param connected the workers that it calls connected; to each what changes whenever it
     *     connects
     * @param running the builds that run, by their builder
     * @param done the numbers of the short builds that have ended well
     */
    public record Sight(Map<String, String> connected, List<String> running, Set<String> done) {
        public Sight {
            connected = Map.copyOf(connected);
            running = List.copyOf(running);
            done = Set.copyOf(done);
        }

        /** Whether all its workers are connected. */
        public boolean hasAllWorkers() {
            return connected.size() == WORKER_NAMES.size();
        }
    }

    /** Looks at that, on this host; fails where its database does not run. */
    public Sight look(Host host) throws LabException {
        Map<String, String> connected = new HashMap<>();
        List<String> running = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (String line : ask(host, LOOK)) {
            List<String> words = List.of(line.split("[|]", -1));
            switch (words.get(0)) {
                case "worker" -> connected.put(words.get(1), words.get(2));
                case "runs" -> running.add(words.get(1));
                default -> done.add(words.get(1));
            }
        }
        return new Sight(connected, running, done);
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
