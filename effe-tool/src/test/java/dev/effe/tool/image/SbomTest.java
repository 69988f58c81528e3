package dev.effe.tool.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolTester;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SbomTest {

    @TempDir
    private Path folder;

    @Test
    void hasTheSameManifestForTheSameFile() throws IOException {
        Path file = Files.writeString(folder.resolve("bom.json"), "{\"bomFormat\": \"CycloneDX\"}");
        Blob image = Blob.of("application/vnd.oci.image.index.v1+json", new byte[] {1});

        Sbom sbom = Sbom.of(file);
        Blob manifest = sbom.manifest(image);

        assertThat(manifest.digest())
                .isEqualTo(Sbom.of(file).manifest(image).digest())
                .isNotEqualTo(sbom.manifest(Blob.of("x", new byte[] {2})).digest());
        assertThat(JsonTree.read(manifest.bytes(), "It"))
                .containsEntry("artifactType", "application/vnd.cyclonedx+json")
                .containsEntry("subject", Map.of("mediaType", image.mediaType(), "digest", image.digest(), "size", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "", "{\"bomFormat\": 1}", "<bom/>"})
    void isCycloneDxOrSpdx(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("bom.json"), text);

        assertThatThrownBy(() -> Sbom.of(file))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("--sbom " + file + " is n");
    }

    @Test
    void isAFileOfAtMost32MiB() throws IOException {
        Path file = folder.resolve("large.json");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength((32 << 20) + 1);
        }

        assertThatThrownBy(() -> Sbom.of(file)).hasMessageEndingWith("has more than 33554432 bytes");
        assertThatThrownBy(() -> Sbom.of(folder)).hasMessage("--sbom " + folder + " is no file");
    }

    @Test
    void needsARegistry() {
        List<String> arguments = List.of("--function", "x.jar", "-o", "x.tar", "--sbom", "bom.json");

        assertThatThrownBy(() -> ToolTester.run(
                        new ImageCommand(), arguments, Map.of(), new PrintStream(new ByteArrayOutputStream())))
                .isInstanceOf(UsageException.class)
                .hasMessage("--sbom needs --push: it is attached to an image in a registry");
    }
}
