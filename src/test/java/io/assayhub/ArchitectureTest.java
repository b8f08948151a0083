package io.assayhub;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.UUID;

/**
 * Holds dependencies in their one direction. A package that is not there yet breaks nothing; one that is listed may use
 * no package of ours beyond its list, so that a new package has to be given its place here.
 */
@AnalyzeClasses(packages = "io.assayhub", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String OURS = "io.assayhub.";

    @ArchTest
    static final ArchRule modelUsesNothingOfOurs = uses("model");

    @ArchTest
    static final ArchRule parseUsesModel = uses("parse", "model");

    @ArchTest
    static final ArchRule formatsUseParseAndModel = uses("parse.*", "parse", "model");

    @ArchTest
    static final ArchRule configUsesModel = uses("config", "model");

    @ArchTest
    static final ArchRule fhirUsesModel = uses("fhir", "model");

    @ArchTest
    static final ArchRule wireUsesModel = uses("wire", "model");

    @ArchTest
    static final ArchRule mappingUsesWhatItReadsAndWrites =
            uses("mapping", "wire", "parse..", "config", "fhir", "model");

    @ArchTest
    static final ArchRule ledgerUsesModel = uses("ledger", "model");

    @ArchTest
    static final ArchRule ledgerStreamsUsesLedgerAndWire = uses("ledger.streams", "ledger", "wire", "model");

    @ArchTest
    static final ArchRule registryUsesWhatItReadsAndWrites = uses("registry", "wire", "parse..", "config", "model");

    @ArchTest
    static final ArchRule routeUsesNoLedger =
            uses("route", "registry", "mapping", "wire", "config", "model", "parse..");

    @ArchTest
    static final ArchRule transportsUseRoute =
            uses("route.*", "route", "agreement", "mapping", "wire", "config", "model");

    @ArchTest
    static final ArchRule agreementUsesMapping = uses("agreement", "mapping", "config", "model");

    @ArchTest
    static final ArchRule cliUsesNoLedger =
            uses("cli", "agreement", "mapping", "wire", "config", "model", "parse..", "fhir");

    @ArchTest
    static final ArchRule opsReadsTopicsAndSourcesAlone =
            uses("ops", "command", "replay", "mapping", "wire", "parse..", "config", "model");

    @ArchTest
    static final ArchRule replayAsksTheLedgersRules = uses("replay", "ledger", "mapping", "wire", "config", "model");

    @ArchTest
    static final ArchRule commandUsesWire = uses("command", "wire", "model");

    @ArchTest
    static final ArchRule consoleReadsTheIndex =
            uses("console", "index", "command", "replay", "agreement", "mapping", "wire", "config", "model");

    @ArchTest
    static final ArchRule indexReadsTopicsAlone = uses("index", "wire", "model");

    @ArchTest
    static final ArchRule metricsAsksTheIndex = uses("metrics", "index", "wire", "model");

    @ArchTest
    static final ArchRule tracingUsesWire = uses("tracing", "wire", "model");

    @ArchTest
    static final ArchRule alarmAsksTheIndex = uses("alarm", "index", "config", "wire", "model");

    @ArchTest
    static final ArchRule nothingUsesBoot = noClasses()
            .that()
            .resideOutsideOfPackage("io.assayhub.boot..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.assayhub.boot..");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.assayhub.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule camelStaysInRouteAndBoot =
            onlyIn(new String[] {"org.apache.camel.."}, "io.assayhub.route..", "io.assayhub.boot..");

    @ArchTest
    static final ArchRule hapiStaysInFhir =
            onlyIn(new String[] {"ca.uhn.fhir..", "org.hl7.fhir..", "org.fhir.."}, "io.assayhub.fhir..");

    /** What the hub's own reader is compared with. */
    @ArchTest
    static final ArchRule hapiHl7v2StaysInTheBench =
            onlyIn(new String[] {"ca.uhn.hl7v2.."}, "io.assayhub.boot.bench..");

    @ArchTest
    static final ArchRule openTelemetryStaysInTracing =
            onlyIn(new String[] {"io.opentelemetry.."}, "io.assayhub.tracing..");

    @ArchTest
    static final ArchRule kafkaStreamsStaysInLedgerStreams =
            onlyIn(new String[] {"org.apache.kafka.streams..", "org.rocksdb.."}, "io.assayhub.ledger.streams..");

    @ArchTest
    static final ArchRule parseNeedsTheJdkAndModel = needsTheJdkAnd("parse", "model");

    @ArchTest
    static final ArchRule ledgerNeedsTheJdkAndModel = needsTheJdkAnd("ledger", "model");

    @ArchTest
    static final ArchRule timeAndChanceComeFromBoot = noClasses()
            .that()
            .resideOutsideOfPackage("io.assayhub.boot..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class);

    @ArchTest
    static final ArchRule chanceIsSeededInBootToo = noClasses().should().callConstructor(Random.class);

    @ArchTest
    static final ArchRule nobodySleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule loggingIsSlf4j =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    private static ArchRule uses(String name, String... allowed) {
        String[] own = new String[allowed.length + 1];
        own[0] = OURS + name;
        for (int i = 0; i < allowed.length; i++) {
            own[i + 1] = OURS + allowed[i];
        }
        return classes()
                .that()
                .resideInAPackage(OURS + name)
                .should()
                .onlyDependOnClassesThat(foreign().or(resideInAnyPackage(own)))
                .allowEmptyShould(true);
    }

    private static ArchRule onlyIn(String[] libraries, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    private static ArchRule needsTheJdkAnd(String name, String... ours) {
        String[] allowed = new String[ours.length + 2];
        allowed[0] = "java..";
        allowed[1] = OURS + name;
        for (int i = 0; i < ours.length; i++) {
            allowed[i + 2] = OURS + ours[i];
        }
        return classes()
                .that()
                .resideInAPackage(OURS + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> foreign() {
        return describe("not ours", c -> !c.getPackageName().startsWith("io.assayhub"));
    }
}
