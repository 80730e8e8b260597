package io.understudy.node;

import io.understudy.node.identity.Admission;
import io.understudy.node.identity.AdmissionProgram;
import io.understudy.node.identity.Admissions;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.notify.CommandCourier;
import io.understudy.node.notify.Courier;
import io.understudy.node.notify.DeliveryProgram;
import io.understudy.node.notify.NetworkCourier;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.users.Argon2;
import io.understudy.node.users.PasswordProgram;
import io.understudy.node.users.Passwords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The program that started this daemon, and what stands beside it. Tests start a daemon without
 * one.
 */
record Launcher(Optional<Path> program) {

    private static final String GUARD = "understudy-guard";

    /**
     * A second on a host that has nothing else to do. Shorter than the API's own bound of an
     * answer, and than a node that joins waits for it.
     */
    private static final Duration LONGEST_ADMISSION = Duration.ofSeconds(25);

    /** Half a second where nothing else is to do; whoever logs in waits for it. */
    private static final Duration LONGEST_PASSWORD = Duration.ofSeconds(15);

    /** It says by this property where it is. */
    static Launcher ofThisProcess() {
        return new Launcher(
                Optional.ofNullable(System.getProperty("understudy.program")).map(Path::of));
    }

    /** Beside the libraries; a daemon without a launcher is told by a property. */
    Path guard() {
        return program.map(found -> found.resolveSibling("../lib/" + GUARD).normalize())
                .orElseGet(() -> Path.of(System.getProperty("understudy.guard", "/none/" + GUARD)));
    }

    /** As with what signs: a daemon without a launcher has the library that hashes itself. */
    Passwords passwords() {
        return program.<Passwords>map(found -> new PasswordProgram(found, LONGEST_PASSWORD))
                .orElseGet(Argon2::new);
    }

    /** As with passwords; a command is run by the daemon itself. */
    Courier courier() {
        return new CommandCourier(
                ProgramRunner.tethered(guard()),
                program.<Courier>map(DeliveryProgram::new).orElseGet(NetworkCourier::new));
    }

    /** A daemon without a launcher has the libraries that sign itself. */
    Admissions admissions(NodeHome home) {
        return program.<Admissions>map(
                        found -> new AdmissionProgram(found, home, LONGEST_ADMISSION))
                .orElseGet(() -> new Admission(home, InstantSource.system()));
    }
}
