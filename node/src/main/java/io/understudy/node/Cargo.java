package io.understudy.node;

import io.understudy.core.port.Address;
import io.understudy.core.port.Server;
import io.understudy.node.address.CommandAddress;
import io.understudy.node.address.Interfaces;
import io.understudy.node.address.VirtualIp;
import io.understudy.node.config.AddressConfig;
import io.understudy.node.files.FileSet;
import io.understudy.node.files.FileSource;
import io.understudy.node.files.NodeFiles;
import io.understudy.node.guard.GuardProgram;
import io.understudy.node.guard.GuardSettings;
import io.understudy.node.loop.NoAddress;
import io.understudy.node.loop.NoServer;
import io.understudy.node.loop.Resources;
import io.understudy.node.postgres.PostgresDatabase;
import io.understudy.node.postgres.PostgresSettings;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.server.DetachedServer;
import io.understudy.node.server.Systemd;
import io.understudy.node.server.UnitServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a node carries, and the guard that watches over it; a witness carries nothing. */
record Cargo(
        Optional<PostgresDatabase> database,
        Server server,
        Address address,
        Optional<NodeFiles> files,
        Optional<GuardProgram> guard) {

    static Cargo of(Translation translation, Path guard, Path home, FileSource source)
            throws IOException {
        Optional<PostgresSettings> postgres = translation.postgres();
        return new Cargo(
                postgres.isPresent()
                        ? Optional.of(new PostgresDatabase(postgres.get()))
                        : Optional.empty(),
                server(translation),
                address(translation.address(), guard),
                files(translation, source),
                guard(translation, guard, home));
    }

    private static Server server(Translation translation) {
        return translation
                .server()
                .<Server>map(DetachedServer::new)
                .or(() ->
                        translation.unit().map(unit -> new UnitServer(unit, Systemd.ofThisHost())))
                .orElseGet(NoServer::new);
    }

    private static Address address(AddressConfig config, Path program) {
        return switch (config) {
            case AddressConfig.None() -> new NoAddress();
            case AddressConfig.VirtualIps(var addresses) ->
                    new VirtualIp(
                            new VirtualIp.Settings(
                                    List.of(program.toString()), addresses, Interfaces.system()));
            case AddressConfig.Command(var take, var release, var show) ->
                    new CommandAddress(
                            new CommandAddress.Settings(take, release, show),
                            ProgramRunner.tethered(program));
        };
    }

    private static Optional<NodeFiles> files(Translation translation, FileSource source)
            throws IOException {
        List<FileSet> sets = translation.files();
        return sets.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new NodeFiles(
                                translation.home().root().resolve("files"),
                                sets,
                                translation.config().generations(),
                                source));
    }

    private static Optional<GuardProgram> guard(Translation translation, Path guard, Path home) {
        List<GuardSettings.Watched> watched = translation.watched();
        return watched.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new GuardProgram(
                                new GuardSettings(guard, home, watched, translation.watchdog())));
    }

    Optional<Resources.Carried> carried() {
        return database.flatMap(found ->
                guard.map(watching ->
                        new Resources.Carried(
                                found, server, address, watching, files.map(carried -> carried))));
    }
}
