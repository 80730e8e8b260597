package io.understudy.node.postgres;

import io.understudy.node.diverged.Archive;
import io.understudy.node.diverged.Incident;
import io.understudy.node.diverged.IncidentJson;
import io.understudy.node.diverged.IncidentText;
import java.io.IOException;
import java.nio.file.Path;

/** Writes what is known of an incident beside its log, for programs and for people. */
record IncidentFiles(Owner owner, Archive archive) {

    /** On disk when it returns; each file is there whole or not at all. */
    void write(Incident incident) throws IOException {
        Path folder = archive.folder(incident.id());
        owner.write(
                folder.resolve("incident.txt"),
                String.join("\n", IncidentText.of(incident)) + "\n",
                "rw-------");
        owner.write(folder.resolve(Archive.FILE), IncidentJson.write(incident), "rw-------");
    }
}
