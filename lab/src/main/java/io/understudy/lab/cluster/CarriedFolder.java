package io.understudy.lab.cluster;

import io.understudy.lab.Disk;
import io.understudy.lab.Host;
import io.understudy.lab.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder that a cluster of the lab carries for its server, with every content that was ever
 * whole there: what is found in it on any host has to be one of them.
 */
public final class CarriedFolder {

    /** Enough that a fault can be done while they are on their way, each. */
    public static final long MUCH = 24L << 20;

    /** What takes no time, each. */
    public static final long LITTLE = 1000;

    private static final List<String> NAMES = List.of("config", "keys", "plugin");
    private static final String AT = Disk.FILES.at();
    private static final String STARTED_WITH = "/var/log/started-with";

    private final Map<String, Set<String>> whole = new HashMap<>();

    /** An empty one. */
    CarriedFolder() {
        NAMES.forEach(name -> whole.put(name, ConcurrentHashMap.newKeySet()));
    }

    /** What is said of it in understudy.yaml; what is only being made there is not carried. */
    static String configuration() {
        return """
        files: { carried: { path: %s, exclude: [new, "new/**"] } }
        file-generations: 2
        """
                .formatted(AT);
    }

    /** Gives each file there another content, in one step each. */
    public void change(Host host, long bytesEach) throws LabException {
        host.shell(
                        """
                        set -eu
                        mkdir -p %s/new
                        cd %s/new
                        for name in %s; do head -c %d /dev/urandom >$name; done
                        sha256sum *
                        """
                                .formatted(AT, AT, String.join(" ", NAMES), bytesEach))
                .lines()
                .map(line -> line.split(" +", 2))
                .forEach(words -> of(words[1]).add(words[0]));
        host.shell("cd %s/new && mv -f %s ..".formatted(AT, String.join(" ", NAMES)));
    }

    private Set<String> of(String name) {
        return whole.getOrDefault(name, Set.of());
    }

    /** Which of its files on that host are none that were ever whole, also without power. */
    public List<String> torn(Host host) throws LabException {
        List<String> torn = new ArrayList<>();
        hashes(host)
                .forEach((name, hash) -> {
                    if (!of(name).contains(hash)) {
                        torn.add("%s:%s/%s".formatted(host.name(), AT, name));
                    }
                });
        return torn;
    }

    /** With which that were never whole the server has ever been started on that host. */
    public List<String> startedWithTorn(Host host) throws LabException {
        try {
            return Files.readAllLines(host.file(STARTED_WITH)).stream()
                    .map(line -> line.split(" +", 2))
                    .filter(words -> !of(words[1].substring(AT.length() + 1)).contains(words[0]))
                    .map(words -> host.name() + " started with a torn " + words[1])
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new LabException("needed " + STARTED_WITH + ", found: " + e, e);
        }
    }

    /** Whether both have the same. */
    public boolean areAlike(Host one, Host other) throws LabException {
        return hashes(one).equals(hashes(other));
    }

    /** By name; a file that is missing has an empty one. */
    private static Map<String, String> hashes(Host host) throws LabException {
        Map<String, String> hashes = new HashMap<>();
        for (String name : NAMES) {
            hashes.put(name, hash(host.file(AT + "/" + name)));
        }
        return hashes;
    }

    private static String hash(Path file) throws LabException {
        try (InputStream in =
                new DigestInputStream(
                        Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            MessageDigest sha256 = ((DigestInputStream) in).getMessageDigest();
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new LabException("needed to read " + file + ", found: " + e, e);
        }
    }
}
