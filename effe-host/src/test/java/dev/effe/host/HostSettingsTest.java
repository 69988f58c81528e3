package dev.effe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostSettingsTest {

    private static HostSettings at(String address) {
        return new HostSettings(
                address,
                0,
                Path.of("data"),
                Path.of("java"),
                Path.of("effe.jar"),
                512,
                1000,
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                List.of(),
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
                .hasMessageContaining("loopback");
    }
}
