package dev.effe.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The boundaries between packages, and between what belongs to event loops and what to workers. */
@Tag("once")
class ArchitectureTest {

    private static final String SERVER = "dev.effe.server";
    private static final String HTTP = SERVER + ".http..";
    private static final String LISTENER = SERVER + ".http";
    private static final String EDGE = SERVER + ".http.edge";
    private static final String H1 = SERVER + ".http.h1";
    private static final String H2 = SERVER + ".http.h2";
    private static final String EXCHANGE = SERVER + ".http.exchange";
    private static final String MESSAGE = SERVER + ".http.message";
    private static final String UPSTREAM = SERVER + ".http.upstream";
    private static final String CODING = SERVER + ".http.coding";

    private static JavaClasses main;
    private static JavaClasses all;

    @BeforeAll
    static void read() throws URISyntaxException {
        // Names suffice: to read Netty, Jackson and the JDK as well takes 15 s.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        main = new ClassFileImporter().importPath(home(Server.class));
        all = new ClassFileImporter().importPaths(home(Server.class), home(ArchitectureTest.class));
    }

    private static Path home(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void onlyIn(String home, String... libraries) {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
        rule.check(main);
        // Someone does, or the rule would hold for want of anything to hold for.
        assertThat(main.that(JavaClass.Predicates.resideInAPackage(home)).stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getPackageName() + "."))
                .as(home)
                .anyMatch(name -> name.startsWith(libraries[0].replace("..", ".")));
    }

    @Test
    void onlyHttpKnowsNetty() {
        onlyIn(HTTP, "io.netty..");
    }

    @Test
    void onlyMetricsKnowsMicrometer() {
        onlyIn(SERVER + ".metrics..", "io.micrometer..", "io.prometheus..");
    }

    @Test
    void onlyJsonKnowsJackson() {
        onlyIn(SERVER + ".json..", "com.fasterxml..");
    }

    @Test
    void onlyYamlKnowsSnakeYaml() {
        onlyIn(SERVER + ".app.yaml..", "org.snakeyaml..");
    }

    @Test
    void onlyLogKnowsLogback() {
        onlyIn(SERVER + ".log..", "ch.qos.logback..");
    }

    @Test
    void onlyJdkReachesIntoJava() {
        noClasses()
                .that()
                .resideOutsideOfPackage(SERVER + ".jdk..")
                .should()
                .callMethodWhere(
                        JavaCall.Predicates.target(HasName.Predicates.nameMatching("setAccessible|privateLookupIn")))
                .check(main);
    }

    @Test
    void thePoolKnowsTheApiTimeThreadsTheLogAndItsSettingsOnly() {
        classes()
                .that()
                .resideInAPackage(SERVER + ".pool..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        SERVER + ".pool..",
                        SERVER + ".time..",
                        SERVER + ".log..",
                        SERVER + ".settings..",
                        SERVER + ".threads..",
                        "dev.effe",
                        "java..",
                        "org.slf4j..",
                        "org.jspecify..")
                .check(main);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(SERVER + ".(*)..").should().beFreeOfCycles().check(main);
    }

    @Test
    void nobodyInsideKnowsTheWiring() {
        noClasses()
                .that()
                .resideInAPackage(SERVER + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SERVER)
                .check(main);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.name("sleep"))
                        .and(JavaCall.Predicates.target(HasOwner.Predicates.With.owner(
                                JavaClass.Predicates.belongToAnyOf(Thread.class, TimeUnit.class)))))
                .check(all);
    }

    @Test
    void whatAWorkerCallsKnowsNoChannel() {
        noClasses()
                .that()
                .resideInAnyPackage(MESSAGE, CODING)
                .or()
                .haveFullyQualifiedName(SERVER + ".http.exchange.Unsent")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(main);
    }

    @Test
    void eventsKnowNoRequestsAndNotHowAFunctionIsCalled() {
        noClasses()
                .that()
                .resideInAPackage(SERVER + ".events")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        HTTP, SERVER + ".route..", SERVER + ".dispatch..", SERVER + ".function..", SERVER + ".invoke..")
                .check(main);
    }

    /** The rooms of http: upstream → http → edge, h1, h2 → exchange → message → coding. */
    @Test
    void theRoomsOfHttpKnowOnlyThoseBehindThem() {
        roomKnowsNoneOf(CODING, UPSTREAM, LISTENER, EDGE, H1, H2, EXCHANGE, MESSAGE);
        roomKnowsNoneOf(MESSAGE, UPSTREAM, LISTENER, EDGE, H1, H2, EXCHANGE);
        roomKnowsNoneOf(EXCHANGE, UPSTREAM, LISTENER, EDGE, H1, H2);
        roomKnowsNoneOf(H1, UPSTREAM, LISTENER, EDGE, H2);
        roomKnowsNoneOf(H2, UPSTREAM, LISTENER, EDGE, H1);
        roomKnowsNoneOf(EDGE, UPSTREAM, LISTENER, H1, H2);
        roomKnowsNoneOf(LISTENER, UPSTREAM);
        roomKnowsNoneOf(UPSTREAM, EDGE, H2, EXCHANGE);
    }

    private static void roomKnowsNoneOf(String room, String... others) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(main);
    }

    @Test
    void everyPackageIsNullMarked() {
        main.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .forEach(found -> assertThat(found.isAnnotatedWith(NullMarked.class))
                        .as(found.getName())
                        .isTrue());
    }
}
