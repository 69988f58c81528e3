package dev.effe.tool.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.tool.ToolTester;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {

    private static final byte[] JAR = "PK, not really a jar".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private Path base;
    private Path jar;

    @BeforeEach
    void prepare() throws IOException {
        base = BaseLayout.in(folder.resolve("base"));
        jar = Files.write(folder.resolve("Hello.jar"), JAR);
    }

    @Test
    void twoBuildsGiveTheSameBytes() throws Exception {
        Path first = build("first.tar", jar, base);
        Files.setLastModifiedTime(jar, java.nio.file.attribute.FileTime.fromMillis(0));

        assertThat(build("second.tar", jar, base)).hasSameBinaryContentAs(first);
        Files.writeString(jar, "PK, another");
        assertThat(Files.mismatch(build("third.tar", jar, base), first)).isNotNegative();
    }

    @Test
    void isAnOciLayoutWithTheFunctionAboveTheBase() throws Exception {
        Layout image = Layout.at(build("image.tar", jar, base));

        Map<String, Object> manifest = BaseManifest.read(image, Optional.empty(), Platform.ofThisMachine());
        assertThat(manifest).containsEntry("mediaType", "application/vnd.oci.image.manifest.v1+json");
        List<Blob> layers = new ArrayList<>();
        for (Object layer : JsonTree.list(manifest.get("layers"), "layers")) {
            layers.add(Blob.in(image, JsonTree.object(layer, "layers")));
        }
        assertThat(layers).hasSize(2);
        Path layer = Files.write(folder.resolve("layer.tar"), layers.get(1).bytes());
        assertThat(untar(layer).resolve("function/function.jar")).hasBinaryContent(JAR);
        assertThat(Files.size(layer)).as("beside the jar").isLessThan(JAR.length + 4 * 1024);

        Blob configuration = Blob.in(image, JsonTree.object(manifest.get("config"), "config"));
        Map<String, Object> config = JsonTree.read(configuration.bytes(), "config");
        assertThat(config.get("config"))
                .isEqualTo(Map.of(
                        "Entrypoint",
                        List.of("/effe"),
                        "User",
                        "65532",
                        "Env",
                        List.of("EFFE_DRAIN_DELAY=5s", "EFFE_FUNCTION=/function/function.jar"),
                        "Labels",
                        Map.of("com.example.team", "base", "org.opencontainers.image.title", "hello")));
        assertThat(JsonTree.object(config.get("rootfs"), "rootfs").get("diff_ids"))
                .isEqualTo(layers.stream().map(Blob::digest).toList());
        assertThat(JsonTree.list(config.get("history"), "history")).hasSize(2);
        for (Blob blob : List.of(configuration, layers.get(0), layers.get(1))) {
            blob.copyTo(new ByteArrayOutputStream()); // Fails if the digest or the size is wrong.
        }
    }

    @Test
    void isWhatDockerLoads() throws Exception {
        Path files = untar(build("image.tar", jar, base));

        byte[] manifest = Files.readAllBytes(files.resolve("manifest.json"));
        Object only = JsonTree.list(dev.effe.server.json.Json.read(manifest), "manifest.json")
                .get(0);
        Map<String, Object> image = JsonTree.object(only, "image");
        assertThat(image).containsEntry("RepoTags", List.of("hello:latest"));
        assertThat(files.resolve(JsonTree.text(image, "Config"))).exists();
        assertThat(JsonTree.list(image.get("Layers"), "Layers"))
                .hasSize(2)
                .allSatisfy(layer -> assertThat(files.resolve(layer.toString())).exists());
    }

    @Test
    void aBaseMayBeATar() throws Exception {
        Path tar = folder.resolve("base.tar");
        run("tar", "-C", base.toString(), "-cf", tar.toString(), ".");

        assertThat(build("from-tar.tar", jar, tar)).hasSameBinaryContentAs(build("from-folder.tar", jar, base));
        assertThat(build("from-itself.tar", jar, build("image.tar", jar, base))).exists();
    }

    @Test
    void aFolderKeepsItsPaths() throws Exception {
        Path function = folder.resolve("function");
        String deep = "a".repeat(90) + "/" + "b".repeat(90) + ".class";
        Files.createDirectories(function.resolve(deep).getParent());
        Files.write(function.resolve(deep), JAR);
        Files.createDirectories(function.resolve("lib"));
        Files.write(function.resolve("lib/x.jar"), JAR);

        Path layer = Files.write(
                folder.resolve("layer.tar"), FunctionLayer.of(function).blob().bytes());
        assertThat(untar(layer).resolve("function/" + deep)).hasBinaryContent(JAR);
        assertThat(folder.resolve("layer.tar.d/function/lib/x.jar")).hasBinaryContent(JAR);
        assertThat(TarReader.places(layer)).containsOnlyKeys("function/" + deep, "function/lib/x.jar");
    }

    @Test
    void takesTheImageOfThisArchitecture() throws Exception {
        BaseLayout several = new BaseLayout(folder.resolve("several"));
        Map<String, Object> other = several.image("riscv64");
        several.index(List.of(other, several.image("amd64"), several.image("arm64")));
        Layout layout = Layout.at(folder.resolve("several"));

        Map<String, Object> manifest = BaseManifest.read(layout, Optional.empty(), Platform.ofThisMachine());
        Blob config = Blob.in(layout, JsonTree.object(manifest.get("config"), "config"));
        String expected = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        assertThat(JsonTree.read(config.bytes(), "config")).containsEntry("architecture", expected);

        several.index(List.of(other, other));
        assertThatThrownBy(() -> BaseManifest.read(layout, Optional.empty(), Platform.ofThisMachine()))
                .hasMessage("The base has no image for linux/" + expected);
    }

    @Test
    void isAnIndexOfOneImageForEachPlatform() throws Exception {
        BaseLayout several = new BaseLayout(folder.resolve("several"));
        several.index(List.of(several.image("riscv64"), several.image("amd64"), several.image("arm64")));

        String said = image("--base", folder.resolve("several").toString(), "--platform", "linux/arm64,linux/amd64");
        assertThat(said).matches("Wrote .*: hello:latest@sha256:[0-9a-f]{64}, an index of 2 images\n");
        Layout written = Layout.at(folder.resolve("image.tar"));
        List<Object> layers = new ArrayList<>();
        for (String architecture : List.of("amd64", "arm64")) {
            Map<String, Object> manifest =
                    BaseManifest.read(written, Optional.empty(), Platform.parse("linux/" + architecture));
            Blob config = Blob.in(written, JsonTree.object(manifest.get("config"), "config"));
            assertThat(JsonTree.read(config.bytes(), "config")).containsEntry("architecture", architecture);
            layers.add(JsonTree.list(manifest.get("layers"), "layers").get(1));
        }
        assertThat(layers.get(0)).as("the function's layer").isEqualTo(layers.get(1));

        byte[] docker = Files.readAllBytes(untar(folder.resolve("image.tar")).resolve("manifest.json"));
        Map<String, Object> here = JsonTree.object(
                JsonTree.list(dev.effe.server.json.Json.read(docker), "manifest.json")
                        .get(0),
                "image");
        byte[] config = Files.readAllBytes(folder.resolve("image.tar.d").resolve(JsonTree.text(here, "Config")));
        assertThat(Platform.ofThisMachine().is(JsonTree.read(config, "config")))
                .as("what docker load takes")
                .isTrue();

        assertThat(image("--base", folder.resolve("several").toString(), "--platform", "linux/arm64,linux/arm64"))
                .as("one is no index")
                .doesNotContain("index");
    }

    @Test
    void refusesAPlatformThatTheBaseDoesNotHave() {
        assertThatThrownBy(() -> image("--base", base.toString(), "--platform", "linux/amd64,linux/arm64"))
                .isInstanceOf(ImageException.class)
                .hasMessage("The base has no image for linux/arm64, only for linux/amd64");
        assertThat(folder.resolve("image.tar")).doesNotExist();
    }

    @Test
    void hasTheLabelsThatAreGiven() throws Exception {
        image(
                "--base",
                base.toString(),
                "--tag",
                "shop/orders:1.2",
                "--label",
                "org.opencontainers.image.revision=abc=1",
                "--label",
                "com.example.team=orders");
        Layout written = Layout.at(folder.resolve("image.tar"));
        Map<String, Object> manifest = BaseManifest.read(written, Optional.empty(), Platform.ofThisMachine());
        Blob config = Blob.in(written, JsonTree.object(manifest.get("config"), "config"));
        Map<String, Object> run =
                JsonTree.object(JsonTree.read(config.bytes(), "config").get("config"), "config");
        assertThat(run.get("Labels"))
                .isEqualTo(Map.of(
                        "com.example.team",
                        "orders",
                        "org.opencontainers.image.revision",
                        "abc=1",
                        "org.opencontainers.image.title",
                        "orders",
                        "org.opencontainers.image.version",
                        "1.2"));
    }

    /** Returns what it says. */
    private String image(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--function", jar.toString()));
        all.addAll(List.of("-o", folder.resolve("image.tar").toString()));
        all.addAll(List.of(arguments));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ToolTester.run(new ImageCommand(), all, Map.of(), new PrintStream(said, true, StandardCharsets.UTF_8));
        return said.toString(StandardCharsets.UTF_8);
    }

    /** The layer, the configuration, the manifest and an index, each with a byte changed, cut and longer. */
    @Test
    void refusesADamagedBaseAndWritesNothing() throws Exception {
        BaseLayout layout = new BaseLayout(folder.resolve("indexed"));
        layout.index(List.of(layout.indexed(List.of(layout.image("amd64")))));
        base = folder.resolve("indexed");
        List<Path> blobs;
        try (var files = Files.list(base.resolve("blobs/sha256"))) {
            blobs = files.toList();
        }
        assertThat(blobs).hasSize(4);
        for (Path blob : blobs) {
            byte[] right = Files.readAllBytes(blob);
            byte[] changed = right.clone();
            changed[right.length / 2] ^= 1;
            refuses(blob, changed);
            refuses(blob, Arrays.copyOf(right, right.length - 1));
            refuses(blob, Arrays.copyOf(right, right.length + 1));
            refuses(blob, new byte[0]);
            Files.write(blob, right);
        }
        assertThat(build("right.tar", jar, base)).exists();
    }

    @Test
    void takesTheBaseThatHasTheDigest() throws Exception {
        BaseLayout several = new BaseLayout(folder.resolve("several"));
        Map<String, Object> first = several.image("amd64");
        Map<String, Object> second = several.image("arm64");
        Map<String, Object> both = several.indexed(List.of(first, second));
        several.index(List.of(both));
        Layout layout = Layout.at(folder.resolve("several"));

        for (Map<String, Object> pinned : List.of(first, second)) {
            Map<String, Object> manifest =
                    BaseManifest.read(layout, Optional.of(JsonTree.text(pinned, "digest")), Platform.ofThisMachine());
            Blob config = Blob.in(layout, JsonTree.object(manifest.get("config"), "config"));
            assertThat(JsonTree.read(config.bytes(), "config"))
                    .containsEntry("architecture", pinned == first ? "amd64" : "arm64");
        }
        String ofBoth = JsonTree.text(both, "digest");
        assertThat(BaseManifest.read(layout, Optional.of(ofBoth), Platform.ofThisMachine()))
                .isEqualTo(BaseManifest.read(layout, Optional.empty(), Platform.ofThisMachine()));
        String none = "sha256:" + "0".repeat(64);
        assertThatThrownBy(() -> BaseManifest.read(layout, Optional.of(none), Platform.ofThisMachine()))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("The base has no image " + none + " for linux/");
        assertThat(build("pinned.tar", jar, folder.resolve("several@" + ofBoth)))
                .hasSameBinaryContentAs(build("any.tar", jar, folder.resolve("several")));
    }

    @Test
    void endsWhereIndexesNameIndexes() throws Exception {
        BaseLayout deep = new BaseLayout(folder.resolve("deep"));
        Map<String, Object> image = deep.image("amd64");
        for (int i = 0; i < 20; i++) {
            image = deep.indexed(List.of(image, image));
            image.put("platform", Map.of("os", "linux", "architecture", "amd64"));
        }
        deep.index(List.of(image));

        assertThatThrownBy(() -> build("image.tar", jar, folder.resolve("deep")))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void refusesSizesThatAreNone() throws Exception {
        Path index = base.resolve("index.json");
        String right = Files.readString(index);
        for (String size : List.of("-1", "1.5", "1e3", "99999999999999999999", "\"5\"", "null", "5", "9000000")) {
            Files.writeString(index, right.replaceFirst("\"size\":\\d+", "\"size\":" + size));
            assertThatThrownBy(() -> build("image.tar", jar, base))
                    .as(size)
                    .isInstanceOf(ImageException.class)
                    .hasMessageStartingWith("The base ");
        }
    }

    private void refuses(Path blob, byte[] bytes) throws IOException {
        Files.write(blob, bytes);
        List<String> before = List.of(folder.toFile().list());
        assertThatThrownBy(() -> build("image.tar", jar, base))
                .as("%s with %d bytes", blob, bytes.length)
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("The base is damaged: blobs/sha256/" + blob.getFileName());
        assertThat(folder.toFile().list()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThatThrownBy(() -> build("image.tar", folder.resolve("none.jar"), base))
                .hasMessage("There is no function at " + folder.resolve("none.jar"));
        assertThatThrownBy(() -> build("image.tar", jar, folder.resolve("none")))
                .hasMessageStartingWith(
                        "There is no base image at " + folder.resolve("none") + "; name one with --base, such");
        assertThatThrownBy(() -> build("image.tar", jar, folder)).hasMessageContaining(" is not in the OCI layout");
        assertThatThrownBy(() -> build("image.tar", jar, Files.write(folder.resolve("x.gz"), new byte[2000])))
                .hasMessageContaining(" is not in the OCI layout");
        assertThatThrownBy(() -> build("image.tar", jar, Files.writeString(folder.resolve("y"), "y".repeat(2000))))
                .hasMessageContaining(" is no tar, or a compressed one");
        assertThatThrownBy(() -> build("none/image.tar", jar, base)).hasMessageContaining("There is no folder for ");
        assertThatThrownBy(() -> build("base", jar, base))
                .hasMessageEndingWith("base is a folder; name a file to write");
        Files.createDirectory(folder.resolve("full.tar.part"));
        assertThatThrownBy(() -> build("full.tar", jar, base)).hasMessageStartingWith("Cannot write " + folder);
        Path text = Files.writeString(folder.resolve("text"), "no jar");
        assertThatThrownBy(() -> build("image.tar", text, base)).hasMessage(text + " is no jar");
    }

    @Test
    void namesTheRegistryThatCannotBeReached() {
        List<String> arguments = List.of(
                "--function", jar.toString(), "-o", folder.resolve("image.tar").toString(), "--base", base.toString());
        List<String> push = new ArrayList<>(arguments);
        // Nobody can listen on port 0.
        push.addAll(List.of("--push", "127.0.0.1:0/hello:1"));

        assertThatThrownBy(() -> ToolTester.run(
                        new ImageCommand(), push, Map.of(), new PrintStream(new ByteArrayOutputStream())))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("Cannot push to 127.0.0.1:0: java.net.");
        assertThat(folder.resolve("image.tar")).exists();
    }

    private Path build(String name, Path function, Path from) throws IOException {
        Path output = folder.resolve(name);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ToolTester.run(
                new ImageCommand(),
                List.of("--function", function.toString(), "-o", output.toString(), "--base", from.toString()),
                Map.of(),
                new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(said.toString(StandardCharsets.UTF_8))
                .matches("Wrote .*" + name
                        + ", \\d+ bytes, of them \\d+ of the function: hello:latest@sha256:[0-9a-f]+\n");
        return output;
    }

    /** By another program than ours. */
    private static Path untar(Path tar) throws Exception {
        Path files = Files.createDirectory(tar.resolveSibling(tar.getFileName() + ".d"));
        run("tar", "-C", files.toString(), "-xf", tar.toString());
        return files;
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
