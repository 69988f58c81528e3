package dev.effe.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.host.kit.Asked;
import dev.effe.host.kit.Asker;
import dev.effe.host.kit.Handlers;
import dev.effe.host.kit.LambdaClient;
import dev.effe.host.kit.TestHosts;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions that call others, in instances that are the real effe.jar. */
@Tag("once")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostCallsIT {

    private static final String CONFIGURATION = "/2015-03-31/functions/asker/configuration";

    @TempDir
    private static Path folder;

    private Host host;
    private LambdaClient client;

    @BeforeAll
    void start() throws Exception {
        host = TestHosts.start(folder.resolve("data"));
        client = new LambdaClient(host.port());
        client.create("asked", "java17", Asked.class.getName(), Handlers.zip(folder, "one", Asked.class));
        client.publish("asked");
        client.createAlias("asked", "prod", "1");
        client.updateCode("asked", Handlers.zip(folder, "two", Asked.class));
        client.publish("asked");
        client.createAlias("asked", "test", "2");
        client.create("asker", "java17", Asker.class.getName(), Handlers.zip(folder, "one", Asker.class));
        assertThat(calls("stock=asked:prod").statusCode()).isEqualTo(200);
        client.publish("asker");
        client.createAlias("asker", "prod", "1");
        client.createAlias("asker", "test", "1");
    }

    @AfterAll
    void stop() {
        if (host != null) {
            host.close();
        }
    }

    private HttpResponse<String> calls(String text) throws Exception {
        return client.send(
                "PUT", CONFIGURATION, "{\"Environment\":{\"Variables\":{\"EFFE_CALLEES\":\"" + text + "\"}}}");
    }

    private String invoke(String name, String payload) throws Exception {
        return client.invoke(name, "\"" + payload + "\"")
                .get(2, TimeUnit.MINUTES)
                .body();
    }

    @ParameterizedTest
    @CsvSource({"asker:prod, one", "asker:test, two", "asker:1, one", "asker, one"})
    void callsTheAliasThatItWasCalledBy(String asker, String code) throws Exception {
        assertThat(invoke(asker, "stock /a%2Fb?x=1")).isEqualTo("\"200 " + code + " /a%2Fb?x=1 at stock\"");
    }

    @Test
    void callsTheAliasOfItsUrl() throws Exception {
        assertThat(client.send("POST", "/2021-10-31/functions/asker/url?Qualifier=test", "{\"AuthType\":\"NONE\"}")
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> answer = client.sendUnsigned("POST", "/url/asker--test/", "stock /", "Effe-Alias", "prod");
        assertThat(answer.body()).isEqualTo("\"200 two / at stock\"");
    }

    @Test
    void tellsTheCallersWhatAFunctionAnswers() throws Exception {
        assertThat(invoke("asker:prod", "stock /none")).isEqualTo("\"404 one /none at stock\"");
        assertThat(invoke("asker:prod", "asked /")).contains("calls asked: add it to calls");
    }

    @ParameterizedTest
    @CsvSource({"own stock, 200 stock", "own asked, 404 null", "none stock, 404 null", "0000 stock, 404 null"})
    void takesCallsByTheTokenOfAnInstanceOnly(String stolen, String answer) throws Exception {
        assertThat(invoke("asker:prod", "steal " + stolen)).isEqualTo("\"" + answer + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"stock", "stock=", "Stock=asked", "stock=asked:", "a=b,a=c", "stock=http://elsewhere"})
    void refusesWhatNamesNoFunctions(String text) throws Exception {
        HttpResponse<String> answer = calls(text);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("EFFE_CALLEES names functions that are called, such as stock=shop_stock:live");
    }
}
