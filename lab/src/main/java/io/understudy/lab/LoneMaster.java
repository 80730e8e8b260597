package io.understudy.lab;

import java.time.Duration;
import java.util.Optional;

/**
 * A second master beside the protected one, with a database and a port of its own, which nothing
 * needs and nobody watches: how long Buildbot takes to start where nothing else happens.
 */
public final class LoneMaster {

    private static final String FOLDER = "/srv/lone";
    private static final int PORT = 9990;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private LoneMaster() {}

    /**
     * Makes its folders on both hosts, and its tables.
     *
     * @param primary whose database takes writes
     */
    public static void install(Lab lab, Host primary) throws LabException {
        for (String name : Buildbot.CARRIERS) {
            lab.host(name)
                    .shell(
                            """
                            set -eu
                            cp -rp %1$s %2$s
                            rm -f %2$s/twistd.*
                            sed -i 's:127.0.0.1/buildbot:127.0.0.1/lone:; s/9989/%3$d/' %2$s/master.cfg
                            """
                                    .formatted(Buildbot.MASTER, FOLDER, PORT));
        }
        primary.shell(
                """
                set -eu
                export PGPASSWORD=%1$s
                psql -qh 127.0.0.1 -U postgres -c 'CREATE DATABASE lone OWNER buildbot'
                setpriv --reuid=buildbot --regid=buildbot --init-groups -- \\
                  buildbot upgrade-master --quiet %2$s
                """
                        .formatted(Installation.PASSWORD, FOLDER));
    }

    /** From its beginning to its first word, by a client on its own host; it is ended again. */
    public static Duration timeToAnswer(Host primary) throws LabException, InterruptedException {
        try (BuildbotClient client = BuildbotClient.start(primary, "127.0.0.1", PORT)) {
            long began = System.nanoTime();
            String process =
                    primary.shell(
                                    """
                                    cd %s
                                    setsid setpriv --reuid=buildbot --regid=buildbot --init-groups -- \\
                                      buildbot start --nodaemon >/dev/null 2>&1 </dev/null &
                                    echo $!
                                    """
                                            .formatted(FOLDER))
                            .strip();
            try {
                Optional<Long> answered = client.answerAfter(began);
                while (answered.isEmpty()) {
                    if (System.nanoTime() - began > LONGEST.toNanos()) {
                        throw new LabException(
                                "a Buildbot beside has not answered within %d s"
                                        .formatted(LONGEST.toSeconds()));
                    }
                    Thread.sleep(20);
                    answered = client.answerAfter(began);
                }
                return Duration.ofNanos(answered.get() - began);
            } finally {
                primary.run("kill", "-9", process);
            }
        }
    }
}
