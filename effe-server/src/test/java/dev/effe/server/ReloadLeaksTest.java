package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Rich;
import dev.effe.server.kit.Soon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A function that is replaced leaves nothing behind. */
class ReloadLeaksTest {

    private static final int RELOADS = 15;

    @TempDir
    Path folder;

    private DevCode rich(int version) throws IOException {
        FunctionJar jar = new FunctionJar().add(Rich.class);
        for (Class<?> type : Rich.class.getDeclaredClasses()) {
            jar.add(type);
        }
        Path file = jar.jar(folder.resolve("rich-" + version + ".jar"));
        return new DevCode(List.of(file), Integer.toString(version));
    }

    @ParameterizedTest
    @MethodSource("dev.effe.server.ReloadTester#workers")
    void aFunctionThatUsesManyThingsGoesWhole(String workers) throws Exception {
        try (ReloadTester tester = new ReloadTester(folder, "--workers", workers, "--admin-port", "0")) {
            for (int version = 1; version <= RELOADS; version++) {
                tester.reload(Map.of("", rich(version)));
                assertThat(tester.post(
                                        tester.server.port(),
                                        "/",
                                        "{\"text\": \"a\", \"items\": [{\"number\": 1, \"kind\": \"LARGE\"}]}")
                                .body())
                        .isEqualTo("{\"text\":\"a\",\"sum\":1000}");
                assertThat(tester.post(tester.server.port(), "/", "{\"text\": \"fail\", \"items\": []}")
                                .statusCode())
                        .isEqualTo(500);
                tester.admin("/metrics");
                tester.admin("/info");
            }
            tester.log.clear();
            tester.awaitLoaders(1);
            Soon.await().untilAsserted(() -> assertThat(openJars()).containsOnly("rich-" + RELOADS + ".jar"));
        }
        assertThat(openJars()).isEmpty();
    }

    private List<String> openJars() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of("rich-" + RELOADS + ".jar"); // Only Linux tells.
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.map(ReloadLeaksTest::target)
                    .filter(name -> name.startsWith(folder.toString()) && name.endsWith(".jar"))
                    .map(name -> Path.of(name).getFileName().toString())
                    .distinct()
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // Closed meanwhile.
        }
    }
}
