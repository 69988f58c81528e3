package dev.effe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.host.invoke.EventLimits;
import dev.effe.host.logs.LogLimits;
import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostSettingsTest {

    private static final Optional<Path> FILE = Optional.of(Path.of("file"));

    private static HostSettings at(String address) {
        return at(address, AccessSettings.none());
    }

    private static HostSettings at(String address, AccessSettings access) {
        return new HostSettings(
                address,
                0,
                access,
                Path.of("data"),
                Path.of("java"),
                Path.of("effe.jar"),
                512,
                1000,
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                new EventLimits(16 << 20, Duration.ofSeconds(1)),
                new LogLimits(Duration.ofDays(7), 100 << 20),
                List.of(),
                "",
                "000000000000",
                "us-east-1");
    }

    @Test
    void hasPathsThatInstancesFindFromFoldersOfTheirOwn() {
        assertThat(at("127.0.0.1").dataDir())
                .isEqualTo(Path.of("").toAbsolutePath().resolve("data"));
        assertThat(at("127.0.0.1").jar()).isAbsolute();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.1", "::1", "localhost"})
    void takesLoopback(String address) {
        assertThat(at(address).address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0", "::", "192.168.1.1", "localhost.example.com", "127.0.0.1.example.com"})
    void refusesWhatOthersReach(String address) {
        assertThatThrownBy(() -> at(address))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--host " + address)
                .hasMessageContaining("loopback")
                .hasMessageContaining("--keys FILE")
                .hasMessageContaining("--behind-tls-proxy");
    }

    @Test
    void listensElsewhereWithKeysAndTls() {
        AccessSettings tls = new AccessSettings(FILE, FILE, FILE, false);
        AccessSettings proxy = new AccessSettings(FILE, Optional.empty(), Optional.empty(), true);

        assertThat(at("0.0.0.0", tls).access()).isEqualTo(tls);
        assertThat(at("0.0.0.0", proxy).access()).isEqualTo(proxy);
    }

    @Test
    void refusesToListenElsewhereWithOneOfThem() {
        AccessSettings keys = new AccessSettings(FILE, Optional.empty(), Optional.empty(), false);
        AccessSettings tls = new AccessSettings(Optional.empty(), FILE, FILE, false);

        assertThatThrownBy(() -> at("0.0.0.0", keys)).hasMessageContaining("--behind-tls-proxy");
        assertThatThrownBy(() -> at("0.0.0.0", tls)).hasMessageContaining("--keys FILE");
        assertThat(at("127.0.0.1", keys).access()).isEqualTo(keys);
    }

    @Test
    void refusesHalves() {
        assertThatThrownBy(() -> new AccessSettings(FILE, FILE, Optional.empty(), false))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--tls-key");
        assertThatThrownBy(() -> new AccessSettings(FILE, Optional.empty(), FILE, false))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--tls-cert");
        assertThatThrownBy(() -> new AccessSettings(Optional.empty(), Optional.empty(), Optional.empty(), true))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("needs --keys");
        assertThatThrownBy(() -> new AccessSettings(FILE, FILE, FILE, true))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--behind-tls-proxy");
    }
}
