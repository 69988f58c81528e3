package dev.effe.host;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.host.kit.Handlers;
import dev.effe.host.kit.LambdaClient;
import dev.effe.host.kit.TestHosts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asynchronous invocations of a host whose instances are the real effe.jar. */
@Tag("once")
@Timeout(600)
class HostEventsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CONFIG = "/2019-09-25/functions/orders/event-invoke-config";

    @TempDir
    private Path folder;

    private Host host;
    private LambdaClient client;

    @BeforeEach
    void start() throws Exception {
        host = TestHosts.start(folder.resolve("data"));
        client = new LambdaClient(host.port());
        assertThat(client.create("orders", Handlers.zip(folder, "one")).statusCode())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private void put(String query, String fields) throws Exception {
        HttpResponse<String> answer = client.send("PUT", CONFIG + query, fields);
        assertThat(answer.statusCode()).as(answer::body).isEqualTo(200);
    }

    private String destination(String kind) {
        return "\"DestinationConfig\":{\"" + kind + "\":{\"Destination\":\"file:" + folder.resolve(kind) + "\"}}";
    }

    /** Has an event done later. Returns its id. */
    private String accept(String name, String payload) throws Exception {
        HttpResponse<String> answer = client.invokeLater(name, payload);
        assertThat(answer.statusCode()).as(answer::body).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        return answer.headers().firstValue("x-amzn-RequestId").orElseThrow();
    }

    private String record(String kind, String id) {
        Path file = folder.resolve(kind).resolve(id + ".json");
        await().atMost(PATIENCE).until(() -> Files.exists(file));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void triesAgainAsAwsDoesAndTellsHowItEnded() throws Exception {
        put("", "{" + destination("OnFailure") + "}");

        String record = record("OnFailure", accept("orders", "{\"fail\": \"no stock\"}"));

        assertThat(record)
                .contains(
                        "\"condition\":\"RetriesExhausted\"",
                        "\"approximateInvokeCount\":3",
                        "function:orders:$LATEST\"",
                        "\"requestPayload\":{\"fail\": \"no stock\"}",
                        "\"functionError\":\"Unhandled\"",
                        "no stock of one");
    }

    @Test
    void findsTheVersionOfAnAliasAtEachAttempt() throws Exception {
        client.publish("orders");
        client.send("PUT", "/2015-03-31/functions/orders/configuration", "{\"Handler\":\"com.acme.Absent\"}");
        client.publish("orders");
        client.createAlias("orders", "prod", "2");
        put("?Qualifier=prod", "{\"MaximumRetryAttempts\":2," + destination("OnSuccess") + "}");

        String id = accept("orders:prod", "{}");
        await().atMost(PATIENCE) // The event has tried in vain.
                .untilAsserted(() -> assertThat(
                                client.send("GET", "/_effe/functions", "").body())
                        .contains("\"Version\":\"2\""));
        client.moveAlias("orders", "prod", "1");

        assertThat(record("OnSuccess", id)).contains("\"executedVersion\":\"1\"", "\"version\":\"1\"");
    }

    @Test
    void nextHostDeliversWhatWasAnswered() throws Exception {
        put("", "{" + destination("OnSuccess") + "}");
        client.send("PUT", "/2017-10-31/functions/orders/concurrency", "{\"ReservedConcurrentExecutions\":0}");
        String id = accept("orders", "{}");
        host.close();

        host = TestHosts.start(folder.resolve("data"));
        client = new LambdaClient(host.port());
        assertThat(folder.resolve("OnSuccess")).doesNotExist();
        client.send("DELETE", "/2017-10-31/functions/orders/concurrency", "");

        assertThat(record("OnSuccess", id)).contains("\"condition\":\"Success\"", "\"executedVersion\":\"$LATEST\"");
    }

    @Test
    void refusesEventsThatAreTooLargeOrNoJson() throws Exception {
        String mebibyte = "\"" + "a".repeat((1 << 20) - 2) + "\"";
        assertThat(client.invokeLater("orders", mebibyte).statusCode()).isEqualTo(202);
        assertThat(client.invokeLater("orders", mebibyte + " ").statusCode()).isEqualTo(413);
        assertThat(client.invokeLater("orders", "{").statusCode()).isEqualTo(400);
        assertThat(client.invokeLater("absent", "{}").statusCode()).isEqualTo(404);
        String old = "/2014-11-13/functions/orders/invoke-async/";
        assertThat(client.send("POST", old, "{}").statusCode()).isEqualTo(202);
        assertThat(client.send("POST", old, "\"" + "a".repeat(256 << 10) + "\"").statusCode())
                .isEqualTo(413);
    }
}
