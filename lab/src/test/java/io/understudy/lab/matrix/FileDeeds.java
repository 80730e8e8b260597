package io.understudy.lab.matrix;

import io.understudy.core.model.NodeId;
import io.understudy.lab.Host;
import io.understudy.lab.LabException;
import io.understudy.lab.cluster.CarriedFolder;
import io.understudy.lab.cluster.LabCluster;
import io.understudy.node.api.FilesReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.identity.NodeHome;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is done to the files that a cluster carries, and what is found of them. */
final class FileDeeds {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String STORE = NodeHome.USUAL + "/files";

    private final LabCluster cluster;

    FileDeeds(LabCluster cluster) {
        this.cluster = cluster;
    }

    /** On the one that serves. */
    void change(Host primary, long bytesEach) throws LabException {
        cluster.carried().change(primary, bytesEach);
    }

    /** Returns the generation that the standby has begun to fetch. */
    String beginGeneration(Cast cast) throws LabException, InterruptedException {
        change(cast.primary(), CarriedFolder.MUCH);
        long due = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < due) {
            Optional<String> coming =
                    cluster.operator()
                            .report(cast.standby())
                            .flatMap(NodeReport::files)
                            .flatMap(FilesReport::coming)
                            .filter(it -> it.lackingBytes() > 0)
                            .map(FilesReport.Coming::generation);
            if (coming.isPresent()) {
                return coming.get();
            }
        }
        throw new LabException("needed " + cast.standby().name() + " to fetch, and it did not");
    }

    /** A fault after the last byte would prove nothing. */
    void cameInTime(Host standby, String generation) throws LabException {
        if (Files.exists(standby.file(STORE + "/generations/" + generation + ".manifest"))) {
            throw new LabException(
                    "needed the fault while %s fetched generation %s, which was there already"
                            .formatted(standby.name(), generation));
        }
    }

    /** A content that is still being received. */
    void damageHalf(Host host, Deed.DamageHalf.Harm harm) throws LabException {
        String deed =
                switch (harm) {
                    case FLIPPED -> "printf X | dd of=$half bs=1 seek=1000 conv=notrunc";
                    case TRUNCATED -> "truncate -s 1000 $half";
                };
        int status =
                host.status(
                        "sh",
                        "-c",
                        """
                        for try in $(seq 500); do
                          for half in %s/partial/*; do
                            [ -e $half ] && [ $(stat -c %%s $half) -gt 100000 ] && %s && exit 0
                          done
                          sleep 0.005
                        done
                        exit 1
                        """
                                .formatted(STORE, deed));
        if (status != 0) {
            throw new LabException("needed a file that is half there, found none");
        }
    }

    /** Both ends hear of it at once. */
    void breakConnections(Host host) throws LabException {
        for (int i = 0; i < 100; i++) {
            if (host.run("ss", "-K", "-t", "dport = :7700").contains(":7700")) {
                return;
            }
        }
        throw new LabException("needed a connection to another daemon, found none");
    }

    /** A sentence for each file that was never whole on a primary. */
    List<String> torn() throws LabException {
        List<String> torn = new ArrayList<>();
        for (Host carrier : cluster.carriers()) {
            torn.addAll(cluster.carried().torn(carrier));
            torn.addAll(cluster.carried().startedWithTorn(carrier));
        }
        return torn;
    }

    /** Returns once the standby has in place what the primary has. */
    void awaitCarried(Host primary) throws LabException, InterruptedException {
        Host standby = cluster.other(primary);
        cluster.await(
                standby.name() + " has the files of " + primary.name() + " in place",
                LONGEST,
                () ->
                        Optional.of(primary)
                                .filter(it -> saysTaken(it, new NodeId(standby.name())))
                                .filter(it -> areAlike(it, standby)));
    }

    private boolean saysTaken(Host primary, NodeId standby) {
        return cluster.operator()
                .report(primary)
                .flatMap(NodeReport::files)
                .filter(files ->
                        files.taken().stream()
                                .anyMatch(taken ->
                                        taken.node().equals(standby.name())
                                                && files.generation()
                                                        .filter(taken.generation()::equals)
                                                        .isPresent()))
                .isPresent();
    }

    private boolean areAlike(Host one, Host other) {
        try {
            return cluster.carried().areAlike(one, other);
        } catch (LabException _) {
            return false;
        }
    }

    /** What takes little room again, as the next case begins with; as a person who has looked. */
    void tidy(Host primary) throws LabException, InterruptedException {
        change(primary, CarriedFolder.LITTLE);
        awaitCarried(primary);
        for (Host carrier : cluster.carriers()) {
            carrier.shell("rm -rf %s/aside/*".formatted(STORE));
        }
    }
}
