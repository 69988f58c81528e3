package dev.effe.server.supply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.supply.Sbom.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No library has a version in which a vulnerability is known, by a list that is checked in: needs no network. */
@Tag("once")
class KnownVulnerabilitiesTest {

    private static final Path SERVER = Path.of("src/main/sbom/application.cdx.json");
    private static final Path AWS = Path.of("src/main/sbom/aws-lambda-java-serialization.cdx.json");
    private static final Path POSTGRES = Path.of("../effe-postgres/src/main/sbom/effe-postgres.cdx.json");
    private static final Path KAFKA = Path.of("../effe-kafka/src/main/sbom/effe-kafka.cdx.json");
    private static final Path OTEL = Path.of("../effe-otel/src/main/sbom/effe-otel.cdx.json");
    private static final Path LIST = Path.of("src/test/resources/known-vulnerabilities.txt");

    private static List<Vulnerability> known;

    /**
     * A line of the list.
     *
     * @param library group and name, or {@code group:*}
     * @param from the first version that has it; - for all before
     * @param fixed the first version without it
     * @param accepted why the copy within another library may have it; - if it may not
     */
    private record Vulnerability(String id, String library, String from, String fixed, String source, String accepted) {

        static Vulnerability parse(String line) {
            String[] fields = line.split(" \\| ", -1);
            assertThat(fields).as(line).hasSize(6).noneMatch(String::isBlank);
            return new Vulnerability(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
        }

        boolean isAccepted() {
            return !accepted.equals("-");
        }

        boolean isOf(Component component) {
            boolean named = library.equals(component.group() + ":" + component.name())
                    || library.equals(component.group() + ":*");
            return named && isIn(component.version());
        }

        boolean isIn(String version) {
            return (from.equals("-") || Versions.ORDER.compare(version, from) >= 0)
                    && Versions.ORDER.compare(version, fixed) < 0;
        }
    }

    @BeforeAll
    static void read() throws IOException {
        known = Files.readAllLines(LIST).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Vulnerability::parse)
                .toList();
    }

    @Test
    void noLibraryHasOne() throws IOException {
        assertThat(found(SERVER)).isEmpty();
        assertThat(found(OTEL)).isEmpty();
        assertThat(found(KAFKA)).isEmpty();
        assertThat(found(POSTGRES)).allMatch(Vulnerability::isAccepted);
    }

    /** The accepted ones of the list, no longer than there is a reason to. */
    @Test
    void whatOthersHavePutIntoTheirJarsHasThoseOnlyThatAreAccepted() throws IOException {
        List<Vulnerability> within = new ArrayList<>(found(AWS));
        within.addAll(found(POSTGRES));
        assertThat(within)
                .containsExactlyInAnyOrderElementsOf(
                        known.stream().filter(Vulnerability::isAccepted).toList());
    }

    @Test
    void itsOwnLinesAreWhole() throws IOException {
        assertThat(known)
                .hasSizeGreaterThan(20)
                .allMatch(vulnerability -> vulnerability.source().startsWith("https://"))
                .allMatch(vulnerability -> vulnerability.from().equals("-")
                        || Versions.ORDER.compare(vulnerability.from(), vulnerability.fixed()) < 0);
        assertThat(Files.readString(LIST)).containsPattern("(?m)^# looked-up: \\d{4}-\\d\\d-\\d\\d$");
    }

    /** The control: versions that were in use before are found. */
    @ParameterizedTest
    @CsvSource({
        "io.netty, netty-handler, 4.2.16.Final, true",
        "io.netty, netty-buffer, 4.2.17.Final, true",
        "io.netty, netty-buffer, 4.2.18.Final, false",
        "com.fasterxml.jackson.core, jackson-databind, 2.22.0, true",
        "com.fasterxml.jackson.core, jackson-databind, 2.22.2, false",
        "com.fasterxml.jackson.core, jackson-databind, 2.9.10.4, true",
        "ch.qos.logback, logback-core, 1.5.24, true",
        "ch.qos.logback, logback-core, 1.5.25, false",
        "ch.qos.logback, logback-core, 1.6.6, false",
        "com.google.code.gson, gson, 2.8.8, true",
        "org.postgresql, postgresql, 42.7.11, true",
        "org.postgresql, postgresql, 42.7.14, false"
    })
    void findsAVersionThatHasOne(String group, String name, String version, boolean vulnerable) {
        Component component = new Component(group, name, version, null, "");

        assertThat(known.stream().anyMatch(vulnerability -> vulnerability.isOf(component)))
                .isEqualTo(vulnerable);
    }

    @ParameterizedTest
    @CsvSource({
        "1.9, 1.10",
        "2.0-rc1, 2.0",
        "4.2.0.Alpha1, 4.2.0.Final",
        "4.2.9.Final, 4.2.10.Final",
        "2.9.10.3, 2.9.10.4",
        "1.0-M2, 1.0-RC1"
    })
    void versionsHaveAnOrder(String lower, String higher) {
        assertThat(Versions.ORDER.compare(lower, higher)).isNegative();
        assertThat(Versions.ORDER.compare(higher, lower)).isPositive();
        assertThat(Versions.ORDER.compare(higher, higher)).isZero();
    }

    private static List<Vulnerability> found(Path sbom) throws IOException {
        List<Vulnerability> found = new ArrayList<>();
        List<Component> components = Sbom.parse(Files.readAllBytes(sbom)).components();
        assertThat(components).hasSizeGreaterThan(3);
        for (Vulnerability vulnerability : known) {
            if (components.stream().anyMatch(vulnerability::isOf)) {
                found.add(vulnerability);
            }
        }
        return found;
    }
}
