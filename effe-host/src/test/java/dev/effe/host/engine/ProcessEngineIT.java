package dev.effe.host.engine;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.host.call.InstanceCalls;
import dev.effe.host.kit.Echo;
import dev.effe.host.kit.Handlers;
import dev.effe.host.kit.SocketCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances that are the real effe.jar. */
@Timeout(240)
class ProcessEngineIT {

    private static final Path JAR = Path.of(System.getProperty("effe.jar", "../effe-server/target/effe.jar"))
            .toAbsolutePath()
            .normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path data;

    private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
    private RunFolder folder;
    private ProcessEngine engine;

    @BeforeEach
    void make() throws Exception {
        folder = RunFolder.make(data, Map.of());
        Files.createDirectory(data.resolve("archive")); // Java 19 and later end with 1 if they cannot write theirs.
        engine = engine();
    }

    private ProcessEngine engine() throws InterruptedException {
        EngineSettings settings = new EngineSettings(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                JAR,
                data.resolve("archive"),
                "000000000000",
                "eu-central-1",
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
        return new ProcessEngine(
                settings,
                folder,
                Map.of("PATH", System.getenv("PATH"), "HOST_SECRET", "x", "EFFE_PORT", "1"),
                (function, stream) -> line -> printed.add(function + " " + stream + " " + line),
                new InstanceCalls(),
                InstantSource.system());
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        try (RunFolder left = RunFolder.make(data, Map.of())) { // Ends what a failed test has left.
            assertThat(left.path()).exists();
        }
        assertThat(folder.path()).doesNotExist();
    }

    private InstanceSpec spec(String handler, SortedMap<String, String> environment) {
        return new InstanceSpec(
                new Resolved("orders", "7", "r"),
                Handlers.zip(data, "seven"),
                "java21",
                handler,
                256,
                Duration.ofSeconds(30),
                environment);
    }

    private InstanceSpec echo() {
        return spec(Echo.class.getName(), new TreeMap<>(Map.of("TABLE", "orders")));
    }

    @Test
    void servesTheVersionWithItsOwnEnvironmentAndNothingOfTheHosts() throws Exception {
        RunningInstance instance = engine.start(echo());

        String answer = SocketCall.invoke(instance.socket(), "orders:7", "{}");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("X-Amz-Executed-Version: 7")
                .contains("\"code\":\"seven\"", "\"version\":\"7\"")
                .contains("\"TABLE\":\"orders\"", "\"AWS_LAMBDA_FUNCTION_NAME\":\"orders\"")
                .contains("\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\":\"256\"", "\"AWS_REGION\":\"eu-central-1\"")
                .doesNotContain("HOST_SECRET", "EFFE_PORT", "HOME");
        assertThat(Files.getPosixFilePermissions(folder.path()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));

        instance.stop();
        assertThat(instance.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEmpty();
        try (Stream<Path> left = Files.list(folder.path())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void tellsHowAnInstanceHasEnded() throws Exception {
        RunningInstance exited = engine.start(echo());
        SocketCall.invoke(exited.socket(), "orders:7", "{\"exit\": 3}");
        assertThat(exited.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("exit status 3");

        RunningInstance killed = engine.start(echo());
        killed.kill();
        assertThat(killed.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("signal: killed");
    }

    @Test
    void tellsWhyAFunctionCannotBeLoadedAndLeavesNothing() throws Exception {
        InstanceSpec wrong = spec("com.acme.Absent", new TreeMap<>());

        assertThatThrownBy(() -> engine.start(wrong))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("exit status 1")
                .hasMessageContaining("com.acme.Absent");
        try (Stream<Path> left = Files.list(folder.path())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void endsWhatAnEarlierHostHasLeft() throws Exception {
        RunningInstance left = engine.start(echo());
        assertThat(left.isAlive()).isTrue();

        RunFolder.make(data, Map.of());

        await().atMost(PATIENCE).until(() -> !left.isAlive());
    }
}
