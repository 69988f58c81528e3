package dev.effe.server.supply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.supply.Sbom.Component;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lists of what effe-kafka.jar is made of are those of this build, and the licences are in it. */
class KafkaSbomIT {

    private static final String FIX =
            "dependencies have changed: correct src/main/sbom/effe-kafka.cdx.json and src/main/shade/THIRD-PARTY";
    private static final String SBOM = "META-INF/sbom/effe-kafka.cdx.json";
    private static final Path STORE = Path.of(System.getProperty("effe.kafka.jar", "target/effe-kafka.jar"));

    private static JarFile jar;
    private static Sbom sbom;

    @BeforeAll
    static void read() throws IOException {
        jar = new JarFile(STORE.toFile());
        sbom = Sbom.parse(bytes(SBOM));
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    private static byte[] bytes(String name) throws IOException {
        return jar.getInputStream(jar.getJarEntry(name)).readAllBytes();
    }

    private static Stream<String> names() {
        return jar.stream().map(ZipEntry::getName);
    }

    private static List<Component> libraries() {
        return sbom.components();
    }

    private static Path file(Component component) {
        List<Path> found = new ArrayList<>();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : path.split(File.pathSeparator)) {
            if (entry.endsWith(File.separator + component.fileName())) {
                found.add(Path.of(entry));
            }
        }
        assertThat(found).as("%s; %s", component.fileName(), FIX).hasSize(1);
        return found.get(0);
    }

    @Test
    void theManifestSaysWhereItIs() throws IOException {
        assertThat(jar.getManifest().getMainAttributes())
                .extractingByKeys(new Attributes.Name("Sbom-Format"), new Attributes.Name("Sbom-Location"))
                .containsExactly("CycloneDX", SBOM);
    }

    @Test
    void everyLibraryIsTheOneOfThisBuild() throws Exception {
        assertThat(libraries())
                .extracting(Component::name)
                .containsExactlyInAnyOrder("kafka-clients", "lz4-java", "snappy-java", "zstd-jni");
        for (Component component : libraries()) {
            byte[] bytes = Files.readAllBytes(file(component));
            assertThat(component.sha256())
                    .as("%s; %s", component.fileName(), FIX)
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        }
    }

    @Test
    void everyClassIsOfALibraryThatIsListed() throws IOException {
        Set<String> listed = new HashSet<>();
        for (Component component : libraries()) {
            try (JarFile library = new JarFile(file(component).toFile())) {
                library.stream().forEach(entry -> listed.add(entry.getName()));
            }
        }
        assertThat(names())
                .filteredOn(name -> name.endsWith(".class") && !name.startsWith("dev/effe/kafka/"))
                .as(FIX)
                .hasSizeGreaterThan(500)
                .allMatch(listed::contains);
    }

    @Test
    void theLicencesAreInIt() throws IOException {
        assertThat(new String(bytes("META-INF/LICENSE"), StandardCharsets.UTF_8))
                .contains("Apache License", "Version 2.0, January 2004");
        assertThat(new String(bytes("META-INF/THIRD-PARTY-kafka"), StandardCharsets.UTF_8))
                .contains("Copyright (c) 2015-present, Luben Karavelov", "Redistributions in binary form must");
    }

    @Test
    void theNoticeHasTheVersions() throws IOException {
        String notice = new String(bytes("META-INF/THIRD-PARTY-kafka"), StandardCharsets.UTF_8);
        String libraries = notice.substring(notice.indexOf("com.github.luben"), notice.indexOf("zstd-jni: Copyright"));
        Set<String> named = Pattern.compile("(?<= )\\d+(?:\\.\\d+)+(?:-\\d+)?")
                .matcher(libraries.replaceAll("\\s+", " "))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        Set<String> listed = sbom.components().stream().map(Component::version).collect(Collectors.toSet());

        assertThat(named).as(FIX).isEqualTo(listed);
    }
}
