package dev.effe.host.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.invoke.InvokeException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations on the rules of events as functions of a state and a request. */
class EventConfigOpsTest {

    private static final String FUNCTIONS = "/2015-03-31/functions/";
    private static final String CONFIG = "/2019-09-25/functions/echo/event-invoke-config";
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    private final TestWorld world = new TestWorld();

    @BeforeEach
    void createFunctions() throws Exception {
        world.create("echo");
        world.create("audit");
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

    private static Map<String, Object> to(String kind, String place) {
        return Map.of("DestinationConfig", Map.of(kind, Map.of("Destination", place)));
    }

    private ApiAnswer put(String function, String kind, String place) throws InvokeException {
        return world.call("PUT", "/2019-09-25/functions/" + function + "/event-invoke-config", to(kind, place));
    }

    @Test
    void putsAndChangesAndTells() throws Exception {
        ApiAnswer put = world.call(
                "PUT",
                CONFIG,
                Map.of(
                        "MaximumRetryAttempts",
                        0,
                        "DestinationConfig",
                        Map.of("OnFailure", Map.of("Destination", "file:/var/dead"))));
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.fields())
                .containsEntry("FunctionArn", ARN + "echo:$LATEST")
                .containsEntry("LastModified", 1796068800.123)
                .containsEntry("MaximumRetryAttempts", 0)
                .doesNotContainKey("MaximumEventAgeInSeconds")
                .containsEntry(
                        "DestinationConfig",
                        Map.of("OnSuccess", Map.of(), "OnFailure", Map.of("Destination", "file:/var/dead")));

        ApiAnswer changed = world.call("POST", CONFIG, Map.of("MaximumEventAgeInSeconds", 60));
        assertThat(changed.fields())
                .containsEntry("MaximumRetryAttempts", 0)
                .containsEntry("MaximumEventAgeInSeconds", 60)
                .containsEntry("DestinationConfig", put.fields().get("DestinationConfig"));
        assertThat(world.call("GET", CONFIG)).isEqualTo(changed);

        ApiAnswer anew = world.call("PUT", CONFIG, Map.of("MaximumRetryAttempts", 2));
        assertThat(anew.fields())
                .doesNotContainKey("MaximumEventAgeInSeconds")
                .containsEntry("DestinationConfig", Map.of("OnSuccess", Map.of(), "OnFailure", Map.of()));
        assertThat(world.call("DELETE", CONFIG).status()).isEqualTo(204);
        refused(404, "ResourceNotFoundException", () -> world.call("GET", CONFIG))
                .hasMessage("The function " + ARN + "echo:$LATEST doesn't have an EventInvokeConfig");
        refused(404, "ResourceNotFoundException", () -> world.call("DELETE", CONFIG));
        refused(404, "ResourceNotFoundException", () -> world.call("POST", CONFIG, Map.of("MaximumRetryAttempts", 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "MaximumRetryAttempts, 0, 200", "MaximumRetryAttempts, 2, 200",
        "MaximumRetryAttempts, -1, 400", "MaximumRetryAttempts, 3, 400",
        "MaximumEventAgeInSeconds, 60, 200", "MaximumEventAgeInSeconds, 21600, 200",
        "MaximumEventAgeInSeconds, 59, 400", "MaximumEventAgeInSeconds, 21601, 400",
    })
    void limits(String field, int value, int status) throws Exception {
        if (status == 200) {
            assertThat(world.call("PUT", CONFIG, Map.of(field, value)).status()).isEqualTo(200);
        } else {
            refused(400, "ValidationException", () -> world.call("PUT", CONFIG, Map.of(field, value)));
        }
    }

    @Test
    void eachQualifierHasItsOwn() throws Exception {
        world.call("PUT", CONFIG, Map.of("MaximumRetryAttempts", 0));
        world.call("PUT", CONFIG + "?Qualifier=prod", Map.of("MaximumRetryAttempts", 1));
        world.call("PUT", CONFIG + "?Qualifier=1", Map.of("MaximumRetryAttempts", 2));
        refused(
                        404,
                        "ResourceNotFoundException",
                        () -> world.call("PUT", CONFIG + "?Qualifier=2", Map.of("MaximumRetryAttempts", 2)))
                .hasMessage("The function doesn't exist.");
        refused(
                404,
                "ResourceNotFoundException",
                () -> world.call(
                        "PUT", "/2019-09-25/functions/none/event-invoke-config", Map.of("MaximumRetryAttempts", 2)));

        assertThat(arns(world.call("GET", CONFIG + "/list")))
                .containsExactly(ARN + "echo:$LATEST", ARN + "echo:1", ARN + "echo:prod");
        ApiAnswer page = world.call("GET", CONFIG + "/list?MaxItems=2");
        assertThat(arns(page)).hasSize(2);
        assertThat(arns(world.call(
                        "GET",
                        CONFIG + "/list?MaxItems=2&Marker=" + page.fields().get("NextMarker"))))
                .containsExactly(ARN + "echo:prod");

        world.call("DELETE", FUNCTIONS + "echo/aliases/prod");
        world.call("DELETE", FUNCTIONS + "echo?Qualifier=1");
        assertThat(arns(world.call("GET", CONFIG + "/list"))).containsExactly(ARN + "echo:$LATEST");
    }

    private static List<Object> arns(ApiAnswer answer) {
        List<?> all = (List<?>) answer.fields().get("FunctionEventInvokeConfigs");
        return all.stream()
                .map(one -> (Object) ((Map<?, ?>) one).get("FunctionArn"))
                .toList();
    }

    @Test
    void refusesNothingAtAll() {
        refused(400, "InvalidParameterValueException", () -> world.call("PUT", CONFIG, Map.of()))
                .hasMessage("You must specify at least one of error handling or destination setting.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ARN + "audit",
                ARN + "audit:$LATEST",
                "https://example.com/hook",
                "http://127.0.0.1:9/",
                "file:/a/b",
                ""
            })
    void takesWhatItCanTell(String place) throws Exception {
        assertThat(put("echo", "OnSuccess", place).fields())
                .containsEntry(
                        "DestinationConfig",
                        Map.of(
                                "OnSuccess",
                                place.isEmpty() ? Map.of() : Map.of("Destination", place),
                                "OnFailure",
                                Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:sqs:us-east-1:000000000000:queue",
                "arn:aws:sns:us-east-1:000000000000:topic",
                "kafka://topic",
                "off",
                "audit",
                "ftp://example.com/",
                "https://",
                "file:",
                "file://server/share",
                "not a place",
                ARN + "none",
                ARN + "audit:1",
                ARN + "audit:prod",
                ARN + "echo",
                ARN + "echo:prod",
                "arn:aws:lambda:us-east-1:000000000000:audit",
                "arn:aws:lambda:eu-west-1:000000000000:function:audit",
                "arn:aws:lambda:us-east-1:111111111111:function:audit",
                "arn:aws:lambda:"
            })
    void refusesOtherDestinations(String place) {
        refused(400, "InvalidParameterValueException", () -> put("echo", "OnFailure", place));
    }

    @Test
    void refusesRecordsThatGoRound() throws Exception {
        world.create("third");
        put("echo", "OnSuccess", ARN + "audit");
        put("audit", "OnFailure", ARN + "third");
        refused(400, "InvalidParameterValueException", () -> put("third", "OnSuccess", ARN + "echo"))
                .hasMessageContaining("leads back");
        refused(400, "InvalidParameterValueException", () -> put("audit", "OnSuccess", ARN + "echo"))
                .hasMessageContaining("leads back");
        put("echo", "OnFailure", ARN + "third"); // Two ways to one place are none back.
    }

    @Test
    void refusesDestinationsThatAreTooLong() throws Exception {
        String longest = "file:/" + "a".repeat(344);
        assertThat(put("echo", "OnSuccess", longest).status()).isEqualTo(200);
        refused(400, "ValidationException", () -> put("echo", "OnSuccess", longest + "a"));
    }
}
