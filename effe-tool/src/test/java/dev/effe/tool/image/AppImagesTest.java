package dev.effe.tool.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The images of an application, one for each function. */
class AppImagesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path base;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        base = BaseLayout.in(folder.resolve("base"));
        Files.writeString(folder.resolve("orders.jar"), "PK, not really a jar");
        Files.createDirectories(folder.resolve("stock/com"));
        Files.writeString(folder.resolve("stock/com/A.class"), "a class");
        file = Files.writeString(
                folder.resolve("effe.yaml"),
                "effe: 1\nname: shop\nfunctions:\n  orders: {code: orders.jar}\n  stock: {code: [stock, orders.jar]}\n");
    }

    private void image(String... arguments) throws IOException {
        ImageCommand command = new ImageCommand();
        new CommandLine(command).parseArgs(arguments);
        command.run(Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private Path images() {
        return folder.resolve("images");
    }

    private static List<Object> variables(Path tar) throws IOException {
        Layout image = Layout.at(tar);
        Map<String, Object> manifest = BaseManifest.read(image, Optional.empty(), Platform.ofThisMachine());
        Blob config = Blob.in(image, JsonTree.object(manifest.get("config"), "config"));
        Map<String, Object> read = JsonTree.read(config.bytes(), "config");
        return JsonTree.list(JsonTree.object(read.get("config"), "config").get("Env"), "Env");
    }

    private static String layer(Path tar) throws IOException {
        Layout image = Layout.at(tar);
        List<Object> layers = JsonTree.list(
                BaseManifest.read(image, Optional.empty(), Platform.ofThisMachine())
                        .get("layers"),
                "layers");
        Blob last = Blob.in(image, JsonTree.object(layers.get(layers.size() - 1), "layers"));
        return new String(last.bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachHasTheFileAndItsOwnCode() throws IOException {
        image(file.toString(), "-o", images().toString(), "--base", base.toString(), "--tag", "7");

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith(
                        "orders: wrote " + images().resolve("shop-orders.tar") + ": shop-orders:7@sha256:"));
        assertThat(variables(images().resolve("shop-stock.tar")))
                .containsExactly(
                        "EFFE_DRAIN_DELAY=5s",
                        "EFFE_APP=/function/effe-1.yaml,/function/image.yaml",
                        "EFFE_ONLY=stock");
        assertThat(layer(images().resolve("shop-stock.tar")))
                .contains("name: shop", "function/code/1/com/A.class", "function/code/2.jar")
                .contains("functions: {stock: {code: [code/1, code/2.jar]}}");
        assertThat(layer(images().resolve("shop-orders.tar")))
                .contains("functions: {orders: {code: [code/1.jar]}}")
                .doesNotContain("A.class");
    }

    @Test
    void saysOfEachWhatCameOfItAndFailsIfOneDid() throws IOException {
        Files.writeString(folder.resolve("orders.jar"), "no jar");

        assertThatThrownBy(() -> image(file.toString(), "-o", images().toString(), "--base", base.toString()))
                .isInstanceOf(ToolException.class)
                .hasMessage("2 of 2 images could not be made");
        Files.writeString(file, "effe: 1\nname: shop\nfunctions: {orders: {code: orders.jar}, stock: {code: stock}}\n");
        assertThatThrownBy(() -> image(file.toString(), "-o", images().toString(), "--base", base.toString()))
                .hasMessage("1 of 2 images could not be made");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("orders: failed: " + folder.resolve("orders.jar") + " is no jar", "stock: wrote ");
        image(file.toString(), "-o", images().toString(), "--base", base.toString(), "--only", "stock");
    }

    @Test
    void haveTheBaseThatItsDigestNames() throws IOException {
        Map<String, Object> index = JsonTree.read(Files.readAllBytes(base.resolve("index.json")), "index.json");
        Object only = JsonTree.list(index.get("manifests"), "manifests").get(0);
        String digest = JsonTree.text(JsonTree.object(only, "manifests"), "digest");
        image(file.toString(), "-o", images().toString(), "--base", base + "@" + digest);

        assertThat(images().resolve("shop-stock.tar")).exists();
        String other = "sha256:" + "0".repeat(64);
        assertThatThrownBy(() -> image(file.toString(), "-o", images().toString(), "--base", base + "@" + other))
                .hasMessage("2 of 2 images could not be made");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("orders: failed: ", other);
    }

    @Test
    void areNotBegunWithoutABase() {
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> image(file.toString(), "-o", images().toString(), "--base", nowhere.toString()))
                .hasMessageStartingWith("There is no base image at " + nowhere + "; name one with --base");
        assertThatThrownBy(() -> image(file.toString(), "-o", images().toString(), "--base", base + "@sha256:0"))
                .isInstanceOf(UsageException.class);
        assertThat(images()).doesNotExist();
    }

    @Test
    void needsARightFileOrAFunction() {
        assertThatThrownBy(() -> image(file.toString(), "-o", "x", "--only", "nobody"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--only nobody is unknown");
        assertThatThrownBy(() -> image(file.toString(), "-o", "x", "--function", "a"))
                .hasMessage("--function and effe.yaml exclude each other: the file names functions");
    }
}
