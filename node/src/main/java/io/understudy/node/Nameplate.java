package io.understudy.node;

import io.understudy.node.api.About;
import io.understudy.node.api.ProgramReport;
import io.understudy.node.identity.Identity;
import io.understudy.node.postgres.InstalledPostgres;
import io.understudy.node.postgres.PostgresSettings;
import io.understudy.node.process.Program;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the daemon says of itself, and of the programs that it runs. */
record Nameplate(
        String cluster,
        Identity identity,
        Version version,
        Page page,
        List<Supplier<ProgramReport>> programs) {

    static Nameplate of(Premises premises, Version version, Page page) {
        Translation translation = premises.translation();
        return new Nameplate(
                premises.config().cluster(),
                premises.identity(),
                version,
                page,
                Stream.concat(
                                translation.postgres().stream()
                                        .map(settings ->
                                                new StatedVersion(
                                                        "PostgreSQL", () -> postgres(settings))),
                                translation.serverVersion().stream()
                                        .map(program ->
                                                new StatedVersion(
                                                        "server", () -> Optional.of(program))))
                        .<Supplier<ProgramReport>>map(stated -> stated)
                        .toList());
    }

    private static Optional<Program> postgres(PostgresSettings settings) {
        return InstalledPostgres.version(settings)
                .map(asked -> new Program(asked.words(), Path.of("/"), asked.user(), Map.of()));
    }

    About now() {
        return new About(
                cluster,
                identity.name(),
                Instant.now(),
                version.text(),
                ProcessHandle.current().pid(),
                ResidentMemory.bytes(),
                identity.daysLeft(Instant.now()),
                page.trouble(),
                Optional.of(programs.stream().map(Supplier::get).toList()),
                Optional.of(page.clashes()));
    }
}
