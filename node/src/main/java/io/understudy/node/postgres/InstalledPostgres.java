package io.understudy.node.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The PostgreSQL that fits a node's data, as it is installed; it need not run. */
public final class InstalledPostgres {

    private InstalledPostgres() {}

    /**
     * A program to run.
     *
     * @param user as whom, where the daemon is root
     */
    public record Asked(List<String> words, Optional<String> user) {
        public Asked {
            words = List.copyOf(words);
        }
    }

    /**
     * What writes its version.
     *
     * @return empty while there is no data here to tell which of them fits
     */
    public static Optional<Asked> version(PostgresSettings settings) {
        try {
            String major = Files.readString(settings.data().resolve("PG_VERSION")).strip();
            Path bin = settings.programs().orElse(Path.of("/usr/lib/postgresql", major, "bin"));
            String dataOwner = Files.getOwner(settings.data()).getName();
            boolean root = System.getProperty("user.name", "").equals("root");
            return Optional.of(
                    new Asked(
                            List.of(bin.resolve("postgres").toString(), "-V"),
                            root
                                    ? settings.owner().or(() -> Optional.of(dataOwner))
                                    : Optional.empty()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
