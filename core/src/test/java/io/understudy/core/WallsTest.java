package io.understudy.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/**
 * The core decides: it reaches no I/O, no clock, no thread, no randomness, and its packages point
 * one way.
 */
class WallsTest {

    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.understudy.core");

    @Test
    void reachesNothingOutsideItself() {
        noClasses()
                .that()
                .resideInAPackage("io.understudy.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio..",
                        "java.net..",
                        "java.sql..",
                        "java.util.concurrent..",
                        "java.util.logging..",
                        "org.slf4j..")
                .check(CORE);
    }

    @Test
    void readsNoClockAndRollsNoDice() {
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Instant")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .check(CORE);
    }

    @Test
    void dependsOnNothingButTheJdkAndAnnotations() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.understudy.core..", "java..", "org.jspecify..")
                .check(CORE);
    }

    @Test
    void pointsOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("model")
                .definedBy("io.understudy.core.model")
                .layer("action")
                .definedBy("io.understudy.core.action")
                .layer("observation")
                .definedBy("io.understudy.core.observation")
                .layer("explain")
                .definedBy("io.understudy.core.explain")
                .layer("decision")
                .definedBy("io.understudy.core.decision")
                .layer("foresight")
                .definedBy("io.understudy.core.foresight")
                .layer("port")
                .definedBy("io.understudy.core.port")
                .layer("counterfactual")
                .definedBy("io.understudy.core.counterfactual")
                .layer("notice")
                .definedBy("io.understudy.core.notice")
                .whereLayer("notice")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("foresight")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("counterfactual")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("decision")
                .mayOnlyBeAccessedByLayers("foresight", "counterfactual", "notice")
                .whereLayer("port")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("explain")
                .mayOnlyBeAccessedByLayers("decision", "foresight", "counterfactual", "notice")
                .whereLayer("observation")
                .mayOnlyBeAccessedByLayers(
                        "decision", "foresight", "counterfactual", "port", "notice")
                .check(CORE);
        SlicesRuleDefinition.slices()
                .matching("io.understudy.core.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CORE);
    }
}
