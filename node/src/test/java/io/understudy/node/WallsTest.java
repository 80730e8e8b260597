package io.understudy.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * The daemon's packages point one way: adapters don't know each other, the loop knows no adapter,
 * and only what puts the daemon together knows all.
 */
class WallsTest {

    private static final JavaClasses NODE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.understudy.node");

    @Test
    void pointsOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("wiring")
                .definedBy("io.understudy.node")
                .layer("loop")
                .definedBy("io.understudy.node.loop..")
                .layer("journal")
                .definedBy("io.understudy.node.journal..")
                .layer("moves")
                .definedBy("io.understudy.node.moves..")
                .layer("trend")
                .definedBy("io.understudy.node.trend..")
                .layer("why")
                .definedBy("io.understudy.node.why..")
                .layer("overview")
                .definedBy("io.understudy.node.overview..")
                .layer("peer")
                .definedBy("io.understudy.node.peer..")
                .layer("api")
                .definedBy("io.understudy.node.api..")
                .layer("identity")
                .definedBy("io.understudy.node.identity..")
                .layer("config")
                .definedBy("io.understudy.node.config..")
                .layer("arbiter")
                .definedBy("io.understudy.node.arbiter..")
                .layer("postgres")
                .definedBy("io.understudy.node.postgres..")
                .layer("server")
                .definedBy("io.understudy.node.server..")
                .layer("guard")
                .definedBy("io.understudy.node.guard..")
                .layer("process")
                .definedBy("io.understudy.node.process..")
                .layer("pem")
                .definedBy("io.understudy.node.pem..")
                .layer("disk")
                .definedBy("io.understudy.node.disk..")
                .layer("address")
                .definedBy("io.understudy.node.address..")
                .layer("fence")
                .definedBy("io.understudy.node.fence..")
                .layer("diverged")
                .definedBy("io.understudy.node.diverged..")
                .layer("users")
                .definedBy("io.understudy.node.users..")
                .layer("dashboard")
                .definedBy("io.understudy.node.dashboard..")
                .layer("notify")
                .definedBy("io.understudy.node.notify..")
                .layer("files")
                .definedBy("io.understudy.node.files..")
                .whereLayer("wiring")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("loop")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("moves")
                .mayOnlyBeAccessedByLayers("wiring", "loop")
                .whereLayer("trend")
                .mayOnlyBeAccessedByLayers("wiring", "loop")
                .whereLayer("why")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("notify")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("journal")
                .mayOnlyBeAccessedByLayers("wiring", "loop", "moves", "why")
                .whereLayer("dashboard")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("users")
                .mayOnlyBeAccessedByLayers("wiring", "api", "dashboard")
                .whereLayer("overview")
                .mayOnlyBeAccessedByLayers("wiring", "dashboard")
                .whereLayer("peer")
                .mayOnlyBeAccessedByLayers("wiring", "overview", "dashboard")
                .whereLayer("api")
                .mayOnlyBeAccessedByLayers(
                        "wiring",
                        "loop",
                        "moves",
                        "trend",
                        "why",
                        "journal",
                        "peer",
                        "overview",
                        "dashboard",
                        "notify")
                .whereLayer("identity")
                .mayOnlyBeAccessedByLayers("wiring", "api", "peer", "dashboard")
                // Whoever founds or joins a cluster works on the cluster's file.
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers("wiring", "identity")
                .whereLayer("arbiter")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("postgres")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("server")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("guard")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("fence")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("process")
                .mayOnlyBeAccessedByLayers(
                        "wiring",
                        "postgres",
                        "server",
                        "address",
                        "fence",
                        "notify",
                        "identity",
                        "users")
                .whereLayer("pem")
                .mayOnlyBeAccessedByLayers("wiring", "identity", "arbiter", "postgres")
                .whereLayer("disk")
                .mayOnlyBeAccessedByLayers(
                        "journal", "arbiter", "files", "users", "notify", "trend", "fence")
                .whereLayer("files")
                .mayOnlyBeAccessedByLayers("wiring", "api", "peer")
                .whereLayer("diverged")
                .mayOnlyBeAccessedByLayers("wiring", "loop", "api", "peer", "postgres", "dashboard")
                .check(NODE);
    }

    @Test
    void hasNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("io.understudy.node.(*)..")
                .should()
                .beFreeOfCycles()
                .check(NODE);
    }

    @Test
    void everyPackageHasAPlace() {
        noClasses()
                .should()
                .resideOutsideOfPackages(
                        "io.understudy.node",
                        "io.understudy.node.loop..",
                        "io.understudy.node.moves..",
                        "io.understudy.node.journal..",
                        "io.understudy.node.why..",
                        "io.understudy.node.trend..",
                        "io.understudy.node.overview..",
                        "io.understudy.node.peer..",
                        "io.understudy.node.api..",
                        "io.understudy.node.identity..",
                        "io.understudy.node.config..",
                        "io.understudy.node.arbiter..",
                        "io.understudy.node.postgres..",
                        "io.understudy.node.server..",
                        "io.understudy.node.guard..",
                        "io.understudy.node.process..",
                        "io.understudy.node.address..",
                        "io.understudy.node.fence..",
                        "io.understudy.node.files..",
                        "io.understudy.node.pem..",
                        "io.understudy.node.disk..",
                        "io.understudy.node.users..",
                        "io.understudy.node.notify..",
                        "io.understudy.node.dashboard..",
                        "io.understudy.node.diverged..")
                .check(NODE);
    }

    @Test
    void onlyAdaptersKnowTheLibrariesThatTheyAdapt() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.understudy.node.arbiter..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.zookeeper..")
                .check(NODE);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.understudy.node.postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.postgresql..", "java.sql..")
                .check(NODE);
    }

    @Test
    void theLoopDoesNoInputOrOutputOfItsOwn() {
        noClasses()
                .that()
                .resideInAPackage("io.understudy.node.loop..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio..", "java.net..")
                .check(NODE);
    }

    @Test
    void aWallClockDecidesNothing() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.understudy.node.postgres..",
                        "io.understudy.node.server..",
                        "io.understudy.node.process..",
                        "io.understudy.node.address..",
                        "io.understudy.node.fence..",
                        "io.understudy.node.guard..",
                        "io.understudy.node.loop..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(NODE);
    }
}
