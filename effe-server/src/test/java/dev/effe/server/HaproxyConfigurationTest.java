package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That docker/haproxy/haproxy.cfg and docker/compose.yaml speak of the same servers. */
@Tag("slow")
class HaproxyConfigurationTest {

    private static final Pattern SERVER = Pattern.compile("(?m)^    server (\\S+) +\"\\$\\{(\\w+)-(\\S+)}\"");
    private static final Pattern SERVICE = Pattern.compile("(?m)^  ([a-z0-9-]+):(?: &\\w+)?$");

    @Test
    void everyServerIsAServiceAndTheOtherWayRound() throws IOException {
        String configuration = Files.readString(Haproxy.CONFIGURATION);
        String compose = Files.readString(Program.DOCKER.resolve("compose.yaml"));

        String services = compose.substring(compose.indexOf("\nservices:\n"));
        List<String> servers = all(SERVER, configuration).toList();
        assertThat(all(SERVICE, services)).containsOnlyOnceElementsOf(servers).hasSize(servers.size() + 1);
        SERVER.matcher(configuration).results().forEach(server -> {
            assertThat(server.group(2))
                    .isEqualTo(server.group(1).toUpperCase(Locale.ROOT).replace('-', '_'));
            assertThat(server.group(3)).isEqualTo(server.group(1) + ":8080");
        });
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }
}
