package dev.effe.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS's SDK inside a handler, packed with it as for AWS Lambda. */
class AwsSdkInHandlerIT {

    @TempDir
    Path folder;

    private Path function;

    @BeforeEach
    void pack() throws IOException {
        function = FunctionFolder.pack(
                folder.resolve("function"),
                jar -> jar.contains("software/amazon") || jar.contains("reactive-streams"),
                ClientHandler.class);
    }

    private String region(Map<String, String> environment) throws Exception {
        List<String> arguments = List.of("--function", function.toString(), "--handler", ClientHandler.class.getName());
        try (EffeServer effe = EffeServer.start(folder, environment, arguments)) {
            URI uri = URI.create(effe.endpoint() + "/2015-03-31/functions/commands/invocations");
            HttpRequest request =
                    HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void findsItsRegion() throws Exception {
        assertThat(region(Map.of())).isEqualTo("\"us-east-1\"");
        assertThat(region(Map.of("AWS_REGION", "eu-west-3"))).isEqualTo("\"eu-west-3\"");
        assertThat(region(Map.of("AWS_DEFAULT_REGION", "eu-west-2"))).isEqualTo("\"eu-west-2\"");
    }

    @Test
    void findsTheRegionOfItsProfile() throws Exception {
        Path profiles = Files.writeString(folder.resolve("config"), "[profile p]\nregion = ap-south-1\n");
        assertThat(region(Map.of("AWS_PROFILE", "p", "AWS_CONFIG_FILE", profiles.toString())))
                .isEqualTo("\"ap-south-1\"");
    }
}
