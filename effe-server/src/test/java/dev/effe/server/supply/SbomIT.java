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
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The lists of what effe.jar is made of are those of this build. */
@Tag("once")
class SbomIT {

    private static final String FIX =
            "dependencies have changed: run .ci/sbom, and name them in src/main/shade/THIRD-PARTY";
    private static final Path EFFE_JAR = Path.of(System.getProperty("effe.jar", "target/effe.jar"));

    private static JarFile jar;
    private static Sbom sbom;
    private static Sbom ofAws;

    @BeforeAll
    static void read() throws IOException {
        jar = new JarFile(EFFE_JAR.toFile());
        sbom = Sbom.parse(bytes("META-INF/sbom/application.cdx.json"));
        ofAws = Sbom.parse(bytes("META-INF/sbom/aws-lambda-java-serialization.cdx.json"));
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void theManifestSaysWhereItIs() throws IOException {
        assertThat(jar.getManifest().getMainAttributes())
                .extractingByKeys(
                        new java.util.jar.Attributes.Name("Sbom-Format"),
                        new java.util.jar.Attributes.Name("Sbom-Location"))
                .containsExactly("CycloneDX", "META-INF/sbom/application.cdx.json");
    }

    @Test
    void everyLibraryIsTheOneOfThisBuild() throws Exception {
        for (Component component : sbom.components()) {
            byte[] bytes = Files.readAllBytes(file(component));
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            assertThat(component.sha256())
                    .as("%s; %s", component.fileName(), FIX)
                    .isEqualTo(sha256);
        }
    }

    @Test
    void everyClassIsOfALibraryThatIsListed() throws IOException {
        Set<String> listed = new HashSet<>();
        for (Component component : sbom.components()) {
            try (JarFile library = new JarFile(file(component).toFile())) {
                library.stream().forEach(entry -> listed.add(entry.getName()));
            }
        }
        assertThat(jar.stream().map(java.util.zip.ZipEntry::getName))
                .filteredOn(name -> name.endsWith(".class") || name.endsWith(".so"))
                .filteredOn(name -> !name.startsWith("dev/effe/"))
                .as(FIX)
                .hasSizeGreaterThan(1000)
                .allMatch(listed::contains);
    }

    /** The libraries that AWS has put into its jar say their versions themselves. */
    @Test
    void awsHasTheVersionsThatAreListed() throws Exception {
        String within = "com.amazonaws.lambda.thirdparty.";
        Object jackson = Class.forName(within + "com.fasterxml.jackson.databind.cfg.PackageVersion")
                .getField("VERSION")
                .get(null);
        Object gson = Class.forName(within + "com.google.gson.internal.GsonBuildConfig")
                .getField("VERSION")
                .get(null);

        assertThat(ofAws.components())
                .filteredOn(component -> component.group().startsWith("com.fasterxml.jackson"))
                .hasSize(6)
                .allMatch(component -> component.version().equals(jackson.toString()));
        assertThat(ofAws.components())
                .filteredOn(component -> component.name().equals("gson"))
                .singleElement()
                .extracting(Component::version)
                .isEqualTo(gson);
        assertThat(sbom.components())
                .filteredOn(component -> component.name().equals("aws-lambda-java-serialization"))
                .singleElement()
                .as("the versions of Joda-Time and JSON-java are of its pom: look there")
                .extracting(Component::version)
                .isEqualTo("1.2.0");
    }

    @Test
    void theNoticeHasTheVersions() throws IOException {
        String notice = new String(bytes("META-INF/THIRD-PARTY"), StandardCharsets.UTF_8);
        String libraries = notice.substring(0, notice.indexOf("Copyright (c)"));
        Set<String> named = Pattern.compile("(?<= )\\d[\\w.]*(?:\\d|Final)")
                .matcher(libraries.replaceAll("\\s+", " "))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        // Micrometer's, of which nothing is in effe.jar.
        Set<String> listed = Stream.of(sbom, ofAws)
                .flatMap(list -> list.components().stream())
                .filter(component -> !component.name().equals("HdrHistogram"))
                .map(Component::version)
                .collect(Collectors.toSet());

        assertThat(named).as(FIX).isEqualTo(listed);
        assertThat(notice).doesNotContain("SNAPSHOT");
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

    private static byte[] bytes(String name) throws IOException {
        return jar.getInputStream(jar.getJarEntry(name)).readAllBytes();
    }
}
