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
import org.junit.jupiter.api.TestInstance;

/** The lists of what a jar beside effe.jar is made of are those of this build, and the licences are in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JarSbom {

    /** Says what to do when the test fails. */
    final String fix;

    private final String module;
    private final String place;
    private JarFile jar;
    private Sbom sbom;

    /** @param module such as effe-otel, whose jar has its name */
    JarSbom(String module) {
        this.module = module;
        place = "META-INF/sbom/" + module + ".cdx.json";
        fix = "dependencies have changed: correct src/main/sbom/" + module + ".cdx.json and src/main/shade/THIRD-PARTY";
    }

    @BeforeAll
    void read() throws IOException {
        jar = new JarFile(System.getProperty(module.replace('-', '.') + ".jar", "target/" + module + ".jar"));
        sbom = Sbom.parse(bytes(place));
    }

    @AfterAll
    void close() throws IOException {
        jar.close();
    }

    private byte[] bytes(String name) throws IOException {
        return jar.getInputStream(jar.getJarEntry(name)).readAllBytes();
    }

    final String text(String name) throws IOException {
        return new String(bytes("META-INF/" + name), StandardCharsets.UTF_8);
    }

    final Stream<String> names() {
        return jar.stream().map(ZipEntry::getName);
    }

    final List<Component> components() {
        return sbom.components();
    }

    /** The libraries that are dependencies; others are within them. */
    private List<Component> libraries() {
        return components().stream()
                .filter(component -> !component.sha256().isEmpty())
                .toList();
    }

    private Path file(Component component) {
        List<Path> found = new ArrayList<>();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : path.split(File.pathSeparator)) {
            if (entry.endsWith(File.separator + component.fileName())) {
                found.add(Path.of(entry));
            }
        }
        assertThat(found).as("%s; %s", component.fileName(), fix).hasSize(1);
        return found.get(0);
    }

    /** The number of libraries. */
    abstract int count();

    /** The part of the notice that has the versions of libraries. */
    String versions(String notice) {
        return notice;
    }

    @Test
    void theManifestSaysWhereItIs() throws IOException {
        assertThat(jar.getManifest().getMainAttributes())
                .extractingByKeys(new Attributes.Name("Sbom-Format"), new Attributes.Name("Sbom-Location"))
                .containsExactly("CycloneDX", place);
    }

    @Test
    void everyLibraryIsTheOneOfThisBuild() throws Exception {
        assertThat(libraries()).hasSize(count());
        for (Component component : libraries()) {
            byte[] bytes = Files.readAllBytes(file(component));
            assertThat(component.sha256())
                    .as("%s; %s", component.fileName(), fix)
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
        String own = "dev/" + module.replace('-', '/') + "/";
        assertThat(names())
                .filteredOn(name -> name.endsWith(".class") && !name.startsWith(own))
                .as(fix)
                .hasSizeGreaterThan(500)
                .allMatch(listed::contains);
    }

    @Test
    void theLicenceIsInIt() throws IOException {
        assertThat(text("LICENSE")).contains("Apache License", "Version 2.0, January 2004");
    }

    @Test
    void theNoticeHasTheVersions() throws IOException {
        String notice = text("THIRD-PARTY-" + module.substring(module.indexOf('-') + 1));
        Set<String> named = Pattern.compile("(?<= )\\d+(?:\\.\\d+)+(?:-\\d+)?")
                .matcher(versions(notice).replaceAll("\\s+", " "))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        Set<String> listed = components().stream().map(Component::version).collect(Collectors.toSet());

        assertThat(named).as(fix).isEqualTo(listed);
    }
}
