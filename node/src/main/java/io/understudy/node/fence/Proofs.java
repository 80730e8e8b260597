package io.understudy.node.fence;

import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When each method was last tried against each node without harm, kept in the node's home. */
public final class Proofs {

    private static final int FIELDS = 5;

    private final Path file;

    public Proofs(Path file) {
        this.file = file;
    }

    /**
     * One try.
     *
     * @param at by this host's wall clock, for people
     * @param why it was not proved; empty where it was
     */
    public record Proof(NodeId node, String method, Instant at, Optional<String> why) {

        public boolean proved() {
            return why.isEmpty();
        }
    }

    /** A file that can't be read proves nothing: the next test writes another. */
    public synchronized List<Proof> all() {
        try {
            List<Proof> proofs = new ArrayList<>();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                parse(line).ifPresent(proofs::add);
            }
            return proofs;
        } catch (IOException _) {
            return List.of();
        }
    }

    /**
     * Keeps them in place of earlier ones of the same node and method.
     *
     * @throws IOException when the home can't be written
     */
    public synchronized void keep(List<Proof> fresh) throws IOException {
        List<Proof> kept = new ArrayList<>(all());
        kept.removeIf(old ->
                fresh.stream()
                        .anyMatch(one ->
                                one.node().equals(old.node())
                                        && one.method().equals(old.method())));
        kept.addAll(fresh);
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.write(written, kept.stream().map(Proofs::line).toList(), StandardCharsets.UTF_8);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String line(Proof proof) {
        String why = proof.why().map(text -> text.replaceAll("\\s", " ")).orElse("");
        return "%s %s %d %s %s"
                .formatted(
                        proof.node(),
                        proof.method(),
                        proof.at().getEpochSecond(),
                        proof.proved() ? "proved" : "failed",
                        why);
    }

    private static Optional<Proof> parse(String line) {
        String[] words = line.split(" ", FIELDS);
        if (words.length != FIELDS) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Proof(
                            new NodeId(words[0]),
                            words[1],
                            Instant.ofEpochSecond(Long.parseLong(words[2])),
                            words[3].equals("proved") ? Optional.empty() : Optional.of(words[4])));
        } catch (RuntimeException _) {
            return Optional.empty();
        }
    }
}
