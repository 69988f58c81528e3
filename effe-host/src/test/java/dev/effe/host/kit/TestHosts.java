package dev.effe.host.kit;

import dev.effe.host.AccessSettings;
import dev.effe.host.Host;
import dev.effe.host.HostSettings;
import dev.effe.host.invoke.EventLimits;
import dev.effe.host.logs.LogLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Hosts whose instances are the real effe.jar. */
public final class TestHosts {

    private static final Path JAR = Path.of(System.getProperty("effe.jar", "../effe-server/target/effe.jar"))
            .toAbsolutePath()
            .normalize();

    private TestHosts() {}

    /** Starts one on a free port. Events are tried again after a second, which is AWS's minute. */
    public static Host start(Path dataDir) throws IOException, InterruptedException {
        return start(dataDir, "");
    }

    /** Starts one with room for so many of {@link LambdaClient}'s functions. */
    public static Host start(Path dataDir, int instances) throws IOException, InterruptedException {
        return start(dataDir, "", instances);
    }

    /** Starts one whose functions have URLs below a domain; "" for none. */
    public static Host start(Path dataDir, String urlDomain) throws IOException, InterruptedException {
        return start(dataDir, urlDomain, 8);
    }

    private static Host start(Path dataDir, String urlDomain, int instances) throws IOException, InterruptedException {
        return Host.start(
                new HostSettings(
                        "127.0.0.1",
                        0,
                        AccessSettings.none(),
                        dataDir,
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        JAR,
                        instances * 256,
                        1000,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        new EventLimits(16 << 20, Duration.ofSeconds(1)),
                        new LogLimits(Duration.ofDays(7), 100 << 20),
                        List.of(),
                        urlDomain,
                        "000000000000",
                        "us-east-1"),
                Map.of("PATH", System.getenv("PATH")));
    }
}
