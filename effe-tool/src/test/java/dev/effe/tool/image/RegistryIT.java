package dev.effe.tool.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.json.Json;
import dev.effe.tool.ToolTester;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to a real registry. */
class RegistryIT {

    /** By htpasswd -nbB ada secret. */
    private static final String ADA = "ada:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";

    private static final FileTime OLD = FileTime.fromMillis(1_000_000);

    @TempDir
    Path folder;

    private Path base;

    @BeforeEach
    void makeBase() throws IOException {
        base = BaseLayout.in(folder.resolve("base"));
    }

    @Test
    void whatIsPushedIsWhatIsPulled() throws Exception {
        try (DockerRegistry registry = new DockerRegistry(folder, "")) {
            String digest = push(registry, "team/hello:1", "first", Map.of());

            Blob manifest = pulled(registry, "manifests/1", "application/vnd.oci.image.manifest.v1+json");
            assertThat(manifest.digest()).isEqualTo(digest);
            Layout written = Layout.at(folder.resolve("image.tar"));
            Map<String, Object> image = JsonTree.read(manifest.bytes(), "The manifest");
            for (Object layer : JsonTree.list(image.get("layers"), "layers")) {
                Blob blob = Blob.in(written, JsonTree.object(layer, "layers"));
                assertThat(pulled(registry, "blobs/" + blob.digest(), "").bytes())
                        .isEqualTo(blob.bytes());
            }
        }
    }

    /** As a client on each platform finds its image: by the tag, then by the digest. */
    @Test
    void anIndexLeadsToAnImageForEachPlatform() throws Exception {
        BaseLayout both = new BaseLayout(folder.resolve("both"));
        both.index(List.of(both.image("amd64"), both.image("arm64")));
        base = folder.resolve("both");
        try (DockerRegistry registry = new DockerRegistry(folder, "")) {
            String digest = push(registry, "team/hello:1", "first", Map.of(), "--platform", "linux/amd64,linux/arm64");

            Blob index = pulled(registry, "manifests/1", "application/vnd.oci.image.index.v1+json");
            assertThat(index.digest()).isEqualTo(digest);
            List<Object> architectures = new ArrayList<>();
            for (Object each :
                    JsonTree.list(JsonTree.read(index.bytes(), "The index").get("manifests"), "manifests")) {
                Map<String, Object> descriptor = JsonTree.object(each, "manifests");
                Map<String, Object> manifest = JsonTree.read(
                        pulled(registry, "manifests/" + descriptor.get("digest"), "")
                                .bytes(),
                        "A manifest");
                Map<String, Object> config = JsonTree.object(manifest.get("config"), "config");
                Map<String, Object> configuration = JsonTree.read(
                        pulled(registry, "blobs/" + config.get("digest"), "").bytes(), "A configuration");
                architectures.add(configuration.get("architecture"));
                assertThat(descriptor.get("platform"))
                        .isEqualTo(Map.of("os", "linux", "architecture", configuration.get("architecture")));
            }
            assertThat(architectures).containsExactly("amd64", "arm64");
        }
    }

    /** By the tag that stands in for the Referrers API, which this registry does not have. */
    @Test
    void anSbomIsAttachedToTheImage() throws Exception {
        Path cyclone = Files.writeString(folder.resolve("bom.json"), "{\"bomFormat\": \"CycloneDX\"}");
        Path spdx = Files.writeString(folder.resolve("spdx.json"), "{\"spdxVersion\": \"SPDX-2.3\"}");
        try (DockerRegistry registry = new DockerRegistry(folder, "")) {
            String image = push(registry, "team/hello:1", "first", Map.of(), "--sbom", cyclone.toString());
            push(registry, "team/hello:1", "first", Map.of(), "--sbom", spdx.toString());
            push(registry, "team/hello:2", "first", Map.of(), "--sbom", cyclone.toString());

            List<Map<String, Object>> attached = attachedTo(registry, image);
            assertThat(attached)
                    .as("each once, however often it is pushed")
                    .extracting(each -> each.get("artifactType"))
                    .containsExactly("application/vnd.cyclonedx+json", "application/spdx+json");
            Map<String, Object> manifest = JsonTree.read(
                    pulled(registry, "manifests/" + attached.get(0).get("digest"), "")
                            .bytes(),
                    "The manifest");
            assertThat(JsonTree.object(manifest.get("subject"), "subject"))
                    .containsEntry("digest", image)
                    .containsEntry(
                            "size", (int) pulled(registry, "manifests/1", "").size());
            Map<String, Object> layer = JsonTree.object(
                    JsonTree.list(manifest.get("layers"), "layers").get(0), "layer");
            assertThat(pulled(registry, "blobs/" + layer.get("digest"), "").bytes())
                    .isEqualTo(Files.readAllBytes(cyclone));
        }
    }

    @Test
    void anSbomIsAttachedToEachImageOfAnApplication() throws Exception {
        Files.writeString(folder.resolve("shop.jar"), "PK, not really a jar");
        Path app = Files.writeString(
                folder.resolve("effe.yaml"), "effe: 1\nname: team\nfunctions: {hello: {code: shop.jar}}\n");
        Path spdx = Files.writeString(folder.resolve("spdx.json"), "{\"spdxVersion\": \"SPDX-2.3\"}");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (DockerRegistry registry = new DockerRegistry(folder, "")) {
            List<String> arguments = new ArrayList<>(List.of(app.toString(), "--base", base.toString()));
            arguments.addAll(List.of("-o", folder.resolve("images").toString(), "--tag", "1"));
            arguments.addAll(List.of("--push", registry.host() + "/shop", "--sbom", spdx.toString()));
            ToolTester.run(
                    new ImageCommand(), arguments, Map.of(), new PrintStream(said, true, StandardCharsets.UTF_8));

            List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
            assertThat(lines).hasSize(3).last().asString().startsWith("hello: attached the SBOM, sha256:");
            String image = lines.get(1).substring(lines.get(1).indexOf('@') + 1);
            HttpURLConnection listed = registry.get("/v2/shop/team-hello/manifests/" + image.replace(':', '-'));
            assertThat(new String(listed.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains(lines.get(2).substring(lines.get(2).indexOf("sha256:")));
        }
    }

    private static List<Map<String, Object>> attachedTo(DockerRegistry registry, String digest) throws IOException {
        byte[] index =
                pulled(registry, "manifests/" + digest.replace(':', '-'), "").bytes();
        List<Map<String, Object>> attached = new ArrayList<>();
        for (Object each : JsonTree.list(JsonTree.read(index, "The list").get("manifests"), "manifests")) {
            attached.add(JsonTree.object(each, "manifest"));
        }
        return attached;
    }

    @Test
    void aLayerThatIsThereIsNotSentAgain() throws Exception {
        try (DockerRegistry registry = new DockerRegistry(folder, "")) {
            push(registry, "team/hello:1", "first", Map.of());
            List<Path> before = blobs();
            String second = push(registry, "team/hello:2", "second", Map.of());

            assertThat(pulled(registry, "manifests/2", "").digest()).isEqualTo(second);
            assertThat(blobs())
                    .as("a layer, a configuration and a manifest more")
                    .hasSize(before.size() + 3);
            assertThat(before)
                    .allSatisfy(blob -> assertThat(Files.getLastModifiedTime(blob))
                            .as("%s is not written again", blob)
                            .isEqualTo(OLD));
        }
    }

    /** The layers that the registry holds, from now on marked by its time. */
    private List<Path> blobs() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("registry"))) {
            List<Path> data = files.filter(file -> file.getFileName().toString().equals("data"))
                    .toList();
            for (Path file : data) {
                if (Files.getLastModifiedTime(file).toMillis() > OLD.toMillis()) {
                    Files.setLastModifiedTime(file, OLD);
                }
            }
            return data;
        }
    }

    @Test
    void logsInAsDockerDoes() throws Exception {
        Path users = Files.writeString(folder.resolve("htpasswd"), ADA);
        String auth = "auth: {htpasswd: {realm: test, path: %s}}%n".formatted(users);
        try (DockerRegistry registry = new DockerRegistry(folder, auth)) {
            assertThatThrownBy(() -> push(registry, "hello:1", "first", Map.of("DOCKER_CONFIG", "none")))
                    .hasMessageEndingWith(": log in with docker login " + registry.host());
            assertThatThrownBy(() -> push(registry, "hello:1", "first", dockerConfig(registry, "ada:wrong")))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining(registry.host() + " answered 401 to HEAD /v2/hello/blobs/sha256:");

            push(registry, "hello:1", "first", dockerConfig(registry, "ada:secret"));
        }
    }

    @Test
    void getsTheTokenThatARegistryWants() throws Exception {
        try (TokenServer tokens = new TokenServer();
                DockerRegistry registry = new DockerRegistry(folder, tokens.configuration(folder))) {
            String digest = push(registry, "team/hello:1", "first", dockerConfig(registry, "ada:secret"));

            assertThat(tokens.queries()).containsExactly("service=registry&scope=repository:team/hello:pull,push");
            assertThat(Files.readString(folder.resolve(
                            "registry/docker/registry/v2/repositories/team/hello/_manifests/tags/1/current/link")))
                    .isEqualTo(digest);
            assertThatThrownBy(() -> push(registry, "other/hello:1", "first", dockerConfig(registry, "ada:secret")))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining(registry.host() + " answered 401 to HEAD /v2/other/hello/blobs/sha256:");
            assertThatThrownBy(() -> push(registry, "team/hello:1", "first", dockerConfig(registry, "ada:wrong")))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("gives no token for repository:team/hello:pull,push: it answered 401");
        }
    }

    private Map<String, String> dockerConfig(DockerRegistry registry, String user) throws IOException {
        String auth = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        Files.write(
                folder.resolve("config.json"),
                Json.write(Map.of("auths", Map.of(registry.host(), Map.of("auth", auth)))));
        return Map.of("DOCKER_CONFIG", folder.toString());
    }

    /** Returns the image's digest. */
    private String push(
            DockerRegistry registry, String name, String function, Map<String, String> environment, String... more)
            throws IOException {
        Path jar = Files.writeString(folder.resolve("hello.jar"), "PK " + function);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(List.of("--function", jar.toString(), "--base", base.toString()));
        arguments.addAll(List.of("--output", folder.resolve("image.tar").toString()));
        arguments.addAll(List.of("--push", registry.host() + "/" + name));
        arguments.addAll(List.of(more));
        ToolTester.run(new ImageCommand(), arguments, environment, new PrintStream(said, true, StandardCharsets.UTF_8));
        String last = said.toString(StandardCharsets.UTF_8).strip();
        assertThat(last).contains("\nPushed " + registry.host() + "/" + name + "@sha256:");
        return last.replaceFirst("(?s).*\nPushed [^@]*@(sha256:[0-9a-f]{64}).*", "$1");
    }

    private static Blob pulled(DockerRegistry registry, String what, String mediaType) throws IOException {
        HttpURLConnection answer = registry.get("/v2/team/hello/" + what);
        assertThat(answer.getResponseCode()).isEqualTo(HttpURLConnection.HTTP_OK);
        return Blob.of(mediaType, answer.getInputStream().readAllBytes());
    }
}
