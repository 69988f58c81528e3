package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.aws.EventHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An AWS Lambda handler that a topic triggers, in the real process. */
class TopicsHandlerIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private HttpResponse<String> admin(EffeProcess effe, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + effe.adminPort() + path))
                .timeout(EffeProcess.PATIENCE)
                .header("Effe-Admin", "yes")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    @Test
    void aHandlerGetsThePayloadAsItsEventAndTheRestAsClientContext() throws Exception {
        new FunctionJar().add(EventHandler.class).jar(folder.resolve("shop.jar"));
        Path book = folder.resolve("book.txt");
        Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions:
                  report:
                    code: shop.jar
                    handler: com.acme.aws.EventHandler::handleRequest
                    environment: {BOOK: "%s"}
                    triggers: [{topic: placed, retries: 1, retry-delay: 5ms}]
                topics: {placed: {lanes: 4}}
                settings: {port: 0, admin-port: 0, data-dir: data}
                """.formatted(book));
        try (EffeProcess effe = EffeProcess.in(folder)
                .start("--app", folder.resolve("effe.yaml").toString())
                .ready()) {
            for (String item : new String[] {"bad", "tea"}) {
                String body = "{\"key\": \"k\", \"payload\": {\"item\": \"" + item + "\"}}";
                assertThat(admin(effe, "POST", "/topics/placed", body).statusCode())
                        .isEqualTo(200);
            }
            await().atMost(EffeProcess.PATIENCE).until(() -> Files.exists(book));

            assertThat(Files.readString(book)).isEqualTo("tea shop/placed/2 k 1 1\n");
            assertThat(admin(effe, "GET", "/topics/placed/dead", "").body())
                    .contains("\"offset\":1,\"key\":\"k\",\"attempts\":2")
                    .contains("as the test wants it");
        }
    }
}
