package io.understudy.node.diverged;

import io.understudy.core.action.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incidents that are kept on this node: a folder each, under one. Nothing here deletes but
 * {@link #discard}. Any thread may call; all calls do file I/O.
 */
public final class Archive {

    /** Within an incident's folder: what is known of it, for programs. */
    public static final String FILE = "incident.json";

    private static final String GOING = ".discarded-";

    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

    private final Path root;
    private final Map<String, Outline> outlines = new ConcurrentHashMap<>();

    /** Of the incidents under that folder, which need not exist. */
    public Archive(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    public Path folder(String id) {
        return root.resolve(id);
    }

    /** Oldest first. What can't be read is left out, and said in the log. */
    public List<Incident> list() {
        List<Incident> found = new ArrayList<>();
        for (String id : ids()) {
            find(id).ifPresent(found::add);
        }
        return found;
    }

    /**
     * The same without their rows, from memory where nothing has changed: for those who ask often.
     */
    public List<Incident> outlines() {
        List<String> ids = ids();
        outlines.keySet().retainAll(ids);
        return ids.stream().flatMap(id -> outline(id).stream()).toList();
    }

    private Optional<Incident> outline(String id) {
        FileTime written;
        try {
            written = Files.getLastModifiedTime(folder(id).resolve(FILE));
        } catch (IOException _) {
            return Optional.empty();
        }
        Outline known = outlines.get(id);
        if (known == null || !known.written().equals(written)) {
            known = new Outline(written, find(id).map(Incident::outline));
            outlines.put(id, known);
        }
        return known.incident();
    }

    private record Outline(FileTime written, Optional<Incident> incident) {}

    /** Every folder that is there, whether or not its file can be read; oldest first. */
    public List<String> ids() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (var entries = Files.list(root)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(Incident::isId)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.warn("the folder {} could not be read: {}", root, e.getMessage());
            return List.of();
        }
    }

    /** Empty where there is none of that id, or its file can't be read. */
    public Optional<Incident> find(String id) {
        Path file = Incident.isId(id) ? folder(id).resolve(FILE) : root.resolve(FILE);
        if (!Incident.isId(id) || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(IncidentJson.read(Files.readString(file)));
        } catch (IOException e) {
            LOG.warn("{} can't be read: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Where an incident's old data is, if it has any. */
    public Optional<Path> oldData(Incident incident) {
        Path side = root.toAbsolutePath().getParent();
        return incident.oldData()
                .map(old -> (side == null ? root : side).resolveSibling(old.name()));
    }

    /**
     * Deletes an incident with all that is kept of it, on a person's word.
     *
     * @throws IOException when a part of it could not be deleted; it may be asked again
     */
    public void discard(Incident incident) throws IOException {
        Optional<Path> old = oldData(incident);
        if (old.isPresent()) {
            delete(old.get());
        }
        // By rename first: an incident is there whole, or not at all.
        Path going = root.resolve(GOING + incident.id());
        Files.move(folder(incident.id()), going, StandardCopyOption.ATOMIC_MOVE);
        delete(going);
    }

    /** The same, as an outcome. */
    public Outcome discard(String id) {
        Optional<Incident> incident = find(id);
        if (incident.isEmpty()) {
            return new Outcome.Refused("there is no incident " + id + " here that can be read");
        }
        try {
            discard(incident.get());
            return new Outcome.Done();
        } catch (IOException e) {
            return new Outcome.Failed(
                    "the incident "
                            + id
                            + " could not be deleted whole: "
                            + e.getMessage()
                            + "; discard it again");
        }
    }

    /** Goes on with what a {@link #discard} has left behind when it was interrupted. */
    public void clear() throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        List<Path> going;
        try (var entries = Files.list(root)) {
            going =
                    entries.filter(path -> path.getFileName().toString().startsWith(GOING))
                            .toList();
        }
        for (Path path : going) {
            delete(path);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
