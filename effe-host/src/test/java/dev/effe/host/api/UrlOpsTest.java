package dev.effe.host.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.host.model.UrlConfig;
import dev.effe.server.invoke.InvokeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations on URLs as functions of a state and a request. */
class UrlOpsTest {

    private static final String FUNCTIONS = "/2015-03-31/functions/";
    private static final String URL = "/2021-10-31/functions/echo/url";
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";
    private static final Map<String, Object> OPEN = Map.of("AuthType", "NONE");

    private final TestWorld world = new TestWorld();

    @BeforeEach
    void createFunction() throws Exception {
        world.create("echo");
        world.call("POST", FUNCTIONS + "echo/versions");
        world.call("POST", FUNCTIONS + "echo/aliases", Map.of("Name", "prod", "FunctionVersion", "1"));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            int status, String type, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(InvokeException.class, error -> {
            assertThat(error.type()).isEqualTo(type);
            assertThat(error.status()).isEqualTo(status);
        });
    }

    private String urlOf(String name, String query) throws InvokeException {
        return (String) world.call("POST", "/2021-10-31/functions/" + name + "/url" + query, OPEN)
                .fields()
                .get("FunctionUrl");
    }

    @Test
    void makesChangesTellsAndDeletes() throws Exception {
        ApiAnswer made = world.call("POST", URL, Map.of("AuthType", "AWS_IAM", "Cors", Map.of("MaxAge", 7)));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.fields())
                .containsEntry("FunctionUrl", "http://127.0.0.1:7070/url/echo/")
                .containsEntry("FunctionArn", ARN + "echo")
                .containsEntry("AuthType", "AWS_IAM")
                .containsEntry("Cors", Map.of("MaxAge", 7))
                .containsEntry("CreationTime", "2026-11-30T20:00:00.123Z")
                .containsEntry("InvokeMode", "BUFFERED")
                .doesNotContainKey("LastModifiedTime");

        ApiAnswer changed = world.call("PUT", URL, Map.of("AuthType", "NONE", "InvokeMode", "RESPONSE_STREAM"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.fields())
                .containsEntry("AuthType", "NONE")
                .containsEntry("Cors", Map.of("MaxAge", 7))
                .containsEntry("InvokeMode", "RESPONSE_STREAM")
                .containsEntry("LastModifiedTime", "2026-11-30T20:00:00.123Z");
        assertThat(world.call("GET", URL)).isEqualTo(changed);
        assertThat(world.call("PUT", URL, Map.of("Cors", Map.of())).fields()).doesNotContainKey("Cors");

        assertThat(world.call("DELETE", URL).status()).isEqualTo(204);
        refused(404, "ResourceNotFoundException", () -> world.call("GET", URL))
                .hasMessage("The resource you requested does not exist.");
        refused(404, "ResourceNotFoundException", () -> world.call("DELETE", URL));
        refused(404, "ResourceNotFoundException", () -> world.call("PUT", URL, OPEN));
    }

    @Test
    void refusesASecondOne() throws Exception {
        world.call("POST", URL, OPEN);
        refused(409, "ResourceConflictException", () -> world.call("POST", URL, OPEN))
                .hasMessage("Failed to create function url config for [functionArn = " + ARN
                        + "echo]. Error message:  FunctionUrlConfig exists for this Lambda function");
        world.call("POST", URL + "?Qualifier=prod", OPEN);
        refused(409, "ResourceConflictException", () -> world.call("POST", URL + "?Qualifier=prod", OPEN))
                .hasMessageContaining(ARN + "echo:prod]");
    }

    @Test
    void hasOneForEachAlias() throws Exception {
        assertThat(urlOf("echo", "")).endsWith("/url/echo/");
        ApiAnswer prod = world.call("POST", URL + "?Qualifier=prod", OPEN);
        assertThat(prod.fields())
                .containsEntry("FunctionUrl", "http://127.0.0.1:7070/url/echo--prod/")
                .containsEntry("FunctionArn", ARN + "echo:prod");
        assertThat((List<?>) world.call("GET", URL + "s").fields().get("FunctionUrlConfigs"))
                .hasSize(2);

        world.call("DELETE", FUNCTIONS + "echo/aliases/prod");
        refused(404, "ResourceNotFoundException", () -> world.call("GET", URL + "?Qualifier=prod"));
        assertThat((List<?>) world.call("GET", URL + "s").fields().get("FunctionUrlConfigs"))
                .hasSize(1);
    }

    @Test
    void needsAFunctionAndAnAliasThatAreThere() {
        refused(404, "ResourceNotFoundException", () -> urlOf("none", "")).hasMessage("Function does not exist");
        refused(404, "ResourceNotFoundException", () -> urlOf("echo", "?Qualifier=none"));
        refused(404, "ResourceNotFoundException", () -> world.call("GET", "/2021-10-31/functions/none/urls"));
        refused(400, "ValidationException", () -> urlOf("echo", "?Qualifier=1"))
                .hasMessageContaining("'qualifier' failed to satisfy constraint: Member must satisfy regular expression"
                        + " pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)");
        refused(400, "ValidationException", () -> urlOf("echo", "?Qualifier=$LATEST"));
        refused(400, "ValidationException", () -> world.call("POST", URL)).hasMessageContaining("'authType'");
        refused(400, "ValidationException", () -> world.call("POST", URL, Map.of("AuthType", "ANY")));
        refused(
                400,
                "ValidationException",
                () -> world.call("POST", URL, Map.of("AuthType", "NONE", "InvokeMode", "LAZY")));
    }

    @Test
    void idsAreReadableAndNeverTwoOfOneKind() throws Exception {
        world.create("My_Shop");
        assertThat(urlOf("My_Shop", "")).endsWith("/url/my-shop/");
        world.create("my-shop");
        String second = urlOf("my-shop", "");
        assertThat(second).matches("http://127\\.0\\.0\\.1:7070/url/my-shop-[0-9a-f]{8}/");
        world.call("DELETE", FUNCTIONS + "My_Shop");
        assertThat(world.call("GET", "/2021-10-31/functions/my-shop/url").fields())
                .containsEntry("FunctionUrl", second);
        world.create("echo--prod");
        urlOf("echo", "?Qualifier=prod");
        assertThat(urlOf("echo--prod", "")).matches(".*/url/echo--prod-[0-9a-f]{8}/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "_a", "a_", "--", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void idsAreLabelsOfHostNames(String name) throws Exception {
        world.create(name);
        String url = urlOf(name, "");
        String id = url.substring(url.indexOf("/url/") + 5, url.length() - 1);
        assertThat(id).matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    }

    @ParameterizedTest
    @CsvSource({"MaxAge, 0, 201", "MaxAge, 86400, 201", "MaxAge, -1, 400", "MaxAge, 86401, 400"})
    void limitsTheAge(String field, int value, int status) throws Exception {
        Map<String, Object> body = Map.of("AuthType", "NONE", "Cors", Map.of(field, value));
        if (status == 201) {
            assertThat(world.call("POST", URL, body).status()).isEqualTo(201);
        } else {
            refused(400, "ValidationException", () -> world.call("POST", URL, body));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AllowOrigins, 100, 253, 201",
        "AllowOrigins, 101, 1, 400",
        "AllowOrigins, 1, 254, 400",
        "AllowHeaders, 100, 1024, 201",
        "AllowHeaders, 101, 1, 400",
        "AllowHeaders, 1, 1025, 400",
        "ExposeHeaders, 100, 1, 201",
        "ExposeHeaders, 101, 1, 400",
        "AllowMethods, 6, 6, 201",
        "AllowMethods, 7, 1, 400",
        "AllowMethods, 1, 7, 400",
        "AllowMethods, 1, 0, 400",
    })
    void limitsLists(String field, int count, int length, int status) throws Exception {
        Map<String, Object> body =
                Map.of("AuthType", "NONE", "Cors", Map.of(field, Collections.nCopies(count, "a".repeat(length))));
        if (status == 201) {
            assertThat(world.call("POST", URL, body).status()).isEqualTo(201);
        } else {
            refused(400, "ValidationException", () -> world.call("POST", URL, body));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AllowOrigins", "AllowHeaders", "ExposeHeaders", "AllowMethods"})
    void takesNothingThatEndsALine(String field) {
        for (String text : List.of("a\r\nb: c", "a\n", "a b", "\u00e9")) {
            refused(
                    400,
                    "ValidationException",
                    () -> world.call("POST", URL, Map.of("AuthType", "NONE", "Cors", Map.of(field, List.of(text)))));
        }
    }

    @Test
    void credentialsNeedOriginsWithNames() throws Exception {
        Map<String, Object> all = Map.of("AllowCredentials", true, "AllowOrigins", List.of("*"));
        refused(
                        400,
                        "InvalidParameterValueException",
                        () -> world.call("POST", URL, Map.of("AuthType", "NONE", "Cors", all)))
                .hasMessageContaining("AllowOrigins that are named");
        Map<String, Object> one = Map.of("AllowCredentials", true, "AllowOrigins", List.of("https://shop.example"));
        assertThat(world.call("POST", URL, Map.of("AuthType", "NONE", "Cors", one))
                        .fields())
                .containsEntry("Cors", one);
    }

    @Test
    void aDomainGivesEachAName() {
        PublicAddress address = new PublicAddress("https", "fn.example.com");
        UrlConfig url = new UrlConfig("orders--test", false, false, Map.of(), Instant.EPOCH, Instant.EPOCH);
        assertThat(address.url(url, "https://lambda.example.com")).isEqualTo("https://orders--test.fn.example.com/");
        assertThat(address.url(url, "https://[::1]:7070")).isEqualTo("https://orders--test.fn.example.com:7070/");
    }
}
