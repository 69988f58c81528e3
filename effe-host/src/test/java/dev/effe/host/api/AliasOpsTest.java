package dev.effe.host.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.host.model.Alias;
import dev.effe.host.model.Weight;
import dev.effe.server.invoke.InvokeException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations on aliases, concurrency, policies and tags as functions of a state and a request. */
class AliasOpsTest {

    private static final String ECHO = "/2015-03-31/functions/echo";
    private static final String ALIASES = ECHO + "/aliases";
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:echo";
    private static final String CONCURRENCY = "/functions/echo/concurrency";

    private final TestWorld world = new TestWorld();

    @BeforeEach
    void createVersions() throws Exception {
        world.create("echo");
        world.call("POST", ECHO + "/versions");
        world.call("PUT", ECHO + "/code", Map.of("Publish", true), TestWorld.OTHER_CODE);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            int status, String type, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(InvokeException.class, error -> {
            assertThat(error.type()).isEqualTo(type);
            assertThat(error.status()).isEqualTo(status);
        });
    }

    private ApiAnswer create(String name, String version) throws InvokeException {
        return world.call("POST", ALIASES, Map.of("Name", name, "FunctionVersion", version));
    }

    private static Map<String, Object> weights(Map<String, Object> weights) {
        return Map.of("RoutingConfig", Map.of("AdditionalVersionWeights", weights));
    }

    @Test
    void createsOnceAndThenUpdates() throws Exception {
        ApiAnswer created = create("prod", "1");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.fields())
                .containsEntry("AliasArn", ARN + ":prod")
                .containsEntry("Name", "prod")
                .containsEntry("FunctionVersion", "1")
                .containsEntry("Description", "")
                .doesNotContainKey("RoutingConfig");
        refused(409, "ResourceConflictException", () -> create("prod", "2"))
                .hasMessage("Alias already exists: " + ARN + ":prod");

        ApiAnswer moved = world.call("PUT", ALIASES + "/prod", Map.of("FunctionVersion", "2", "Description", "d"));
        assertThat(moved.fields()).containsEntry("FunctionVersion", "2").containsEntry("Description", "d");
        assertThat(moved.fields().get("RevisionId"))
                .isNotEqualTo(created.fields().get("RevisionId"));
        assertThat(world.call("GET", ECHO + "?Qualifier=prod")
                        .fields()
                        .get("Configuration")
                        .toString())
                .contains("Version=2", "FunctionArn=" + ARN + ":prod");
    }

    @Test
    void remembersWhereItWas() throws Exception {
        create("prod", "1");
        for (int i = 0; i < 60; i++) {
            world.call("PUT", ALIASES + "/prod", Map.of("FunctionVersion", i % 2 == 0 ? "2" : "1"));
        }
        world.call("PUT", ALIASES + "/prod", Map.of("Description", "no move"));

        List<?> history = (List<?>) world.call("GET", "/_effe/functions/echo/aliases/prod/history")
                .fields()
                .get("History");

        assertThat(history).hasSize(50);
        assertThat(history.get(0).toString()).contains("FunctionVersion=2", "By=KEY");
        assertThat(history.get(1).toString()).contains("FunctionVersion=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "007", "a.b", "a:b", "a b", ""})
    void refusesNamesThatAreNone(String name) {
        refused(400, "ValidationException", () -> create(name, "1"))
                .hasMessageContaining("Value '" + name + "' at 'name' failed to satisfy constraint:");
    }

    @Test
    void refusesVersionsThatAreNotThere() throws Exception {
        refused(404, "ResourceNotFoundException", () -> create("prod", "3"))
                .hasMessage("Function not found: " + ARN + ":3");
        refused(404, "ResourceNotFoundException", () -> create("prod", "01"));
        refused(404, "ResourceNotFoundException", () -> create("prod", "99999999999999999999"));
        refused(400, "ValidationException", () -> create("prod", "test"));
        create("latest", "$LATEST");
        refused(404, "ResourceNotFoundException", () -> world.call("GET", ALIASES + "/none"))
                .hasMessage("Cannot find alias arn: " + ARN + ":none");
        refused(404, "ResourceNotFoundException", () -> world.call("PUT", ALIASES + "/none"))
                .hasMessage("Alias not found: " + ARN + ":none");
        refused(
                404,
                "ResourceNotFoundException",
                () -> world.call("DELETE", "/2015-03-31/functions/none/aliases/prod"));
    }

    @Test
    void splitsCallsBetweenTwoVersions() throws Exception {
        create("prod", "1");

        ApiAnswer answer = world.call("PUT", ALIASES + "/prod", weights(Map.of("2", 0.25)));

        assertThat(answer.fields())
                .containsEntry("RoutingConfig", Map.of("AdditionalVersionWeights", Map.of("2", 0.25)));
        Alias alias = world.states.get("echo").aliases().get("prod");
        long second = IntStream.range(0, 1000)
                .filter(i -> alias.versionFor(i / 1000.0).equals("2"))
                .count();
        assertThat(second).isEqualTo(250);

        assertThat(world.call("PUT", ALIASES + "/prod", weights(Map.of())).fields())
                .doesNotContainKey("RoutingConfig");
    }

    @Test
    void sendsAllCallsOrNoneAtTheEndsOfAShare() {
        assertThat(new Alias("a", "1", new Weight("2", 0), "", "", List.of()).versionFor(0))
                .isEqualTo("1");
        assertThat(new Alias("a", "1", new Weight("2", 1), "", "", List.of()).versionFor(Math.nextDown(1.0)))
                .isEqualTo("2");
    }

    @Test
    void refusesWeightsThatAreNone() throws Exception {
        create("prod", "1");
        create("latest", "$LATEST");

        refused(
                        400,
                        "InvalidParameterValueException",
                        () -> world.call("PUT", ALIASES + "/prod", weights(Map.of("1", 0.5))))
                .hasMessage("Invalid function version 1. Function version 1 is already included in routing"
                        + " configuration.");
        refused(
                        400,
                        "InvalidParameterValueException",
                        () -> world.call("PUT", ALIASES + "/prod", weights(Map.of("1", 0.5, "2", 0.5))))
                .hasMessage("Number of items in AdditionalVersionWeights cannot be greater than 1");
        refused(
                        400,
                        "InvalidParameterValueException",
                        () -> world.call("PUT", ALIASES + "/latest", weights(Map.of("2", 0.5))))
                .hasMessage("$LATEST is not supported for an alias pointing to more than 1 version");
        for (Object share : List.of(-0.1, 1.1)) {
            refused(400, "ValidationException", () -> world.call("PUT", ALIASES + "/prod", weights(Map.of("2", share))))
                    .hasMessageContaining("Value '{2=" + share + "}' at 'routingConfig.additionalVersionWeights'");
        }
        refused(
                404,
                "ResourceNotFoundException",
                () -> world.call("PUT", ALIASES + "/prod", weights(Map.of("9", 0.5))));
        refused(
                400,
                "ValidationException",
                () -> world.call("PUT", ALIASES + "/prod", weights(Map.of("$LATEST", 0.5))));
        refused(400, "SerializationException", () -> world.call("PUT", ALIASES + "/prod", weights(Map.of("2", "0.5"))));
        assertThat(world.states.get("echo").aliases().get("prod").other()).isNull();
    }

    @Test
    void refusesAMoveOntoTheVersionThatHasAShare() throws Exception {
        create("prod", "1");
        world.call("PUT", ALIASES + "/prod", weights(Map.of("2", 0.5)));

        refused(
                400,
                "InvalidParameterValueException",
                () -> world.call("PUT", ALIASES + "/prod", Map.of("FunctionVersion", "2")));
    }

    @Test
    void refusesToDeleteAVersionThatHasAShareOnly() throws Exception {
        create("prod", "1");
        world.call("PUT", ALIASES + "/prod", weights(Map.of("2", 0.0)));

        refused(409, "ResourceConflictException", () -> world.call("DELETE", ECHO + "?Qualifier=2"));
    }

    @Test
    void refusesAnUpdateOfAnotherRevision() throws Exception {
        ApiAnswer created = create("prod", "1");
        Object revision = created.fields().get("RevisionId");
        world.call("PUT", ALIASES + "/prod", Map.of("RevisionId", revision, "FunctionVersion", "2"));

        refused(
                412,
                "PreconditionFailedException",
                () -> world.call("PUT", ALIASES + "/prod", Map.of("RevisionId", revision)));
    }

    @Test
    void listsAliasesOfAVersion() throws Exception {
        create("a", "1");
        create("b", "2");
        create("c", "1");

        assertThat((List<?>) world.call("GET", ALIASES + "?FunctionVersion=1")
                        .fields()
                        .get("Aliases"))
                .extracting(one -> ((Map<?, ?>) one).get("Name"))
                .isEqualTo(List.of("a", "c"));
        assertThat(world.call("GET", ALIASES + "?MaxItems=2").fields()).containsEntry("NextMarker", "b");
    }

    @Test
    void reservesWhatTheAccountCanSpare() throws Exception {
        world.create("other");
        String put = "/2017-10-31" + CONCURRENCY;
        String get = "/2019-09-30" + CONCURRENCY;
        assertThat(world.call("GET", get).fields()).isEmpty();
        world.call("PUT", "/2017-10-31/functions/other/concurrency", Map.of("ReservedConcurrentExecutions", 400));

        refused(
                        400,
                        "InvalidParameterValueException",
                        () -> world.call("PUT", put, Map.of("ReservedConcurrentExecutions", 501)))
                .hasMessage("Specified ReservedConcurrentExecutions for function decreases account's"
                        + " UnreservedConcurrentExecution below its minimum value of [100].");
        world.call("PUT", put, Map.of("ReservedConcurrentExecutions", 500));
        assertThat(world.call("PUT", put, Map.of("ReservedConcurrentExecutions", 499))
                        .fields())
                .containsEntry("ReservedConcurrentExecutions", 499);
        assertThat(world.call("GET", get).fields()).containsEntry("ReservedConcurrentExecutions", 499);
        assertThat(world.call("GET", "/2016-08-19/account-settings/").fields().toString())
                .contains("UnreservedConcurrentExecutions=101", "FunctionCount=2");
        assertThat(world.call("DELETE", put).status()).isEqualTo(204);
        assertThat(world.call("GET", get).fields()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1,ValidationException", "99999999999,InvalidParameterValueException"})
    void refusesReservationsThatAreNone(long calls, String type) {
        Object sent = calls > Integer.MAX_VALUE ? (Object) calls : (Object) (int) calls;
        refused(
                400,
                type,
                () -> world.call("PUT", "/2017-10-31" + CONCURRENCY, Map.of("ReservedConcurrentExecutions", sent)));
    }

    @Test
    void reservesForFunctionsOnly() {
        refused(
                        400,
                        "InvalidParameterValueException",
                        () -> world.call(
                                "PUT",
                                "/2017-10-31/functions/echo:1/concurrency",
                                Map.of("ReservedConcurrentExecutions", 1)))
                .hasMessage("This operation is permitted on Lambda functions only. Aliases and versions do not support"
                        + " this operation. Please specify either a function name or an unqualified function ARN.");
    }

    @Test
    void keepsPoliciesByWhatTheyAreOf() throws Exception {
        create("prod", "1");
        Map<String, Object> statement =
                Map.of("StatementId", "s3", "Action", "lambda:InvokeFunction", "Principal", "s3.amazonaws.com");

        ApiAnswer added = world.call("POST", ECHO + "/policy?Qualifier=prod", statement);
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.fields().get("Statement"))
                .isEqualTo("{\"Sid\":\"s3\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"s3.amazonaws.com\"},"
                        + "\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"" + ARN + ":prod\"}");
        refused(409, "ResourceConflictException", () -> world.call("POST", ECHO + "/policy?Qualifier=prod", statement))
                .hasMessage(
                        "The statement id (s3) provided already exists. Please provide a new statement id, or remove"
                                + " the existing statement.");
        refused(404, "ResourceNotFoundException", () -> world.call("GET", ECHO + "/policy"))
                .hasMessage("The resource you requested does not exist.");
        ApiAnswer policy = world.call("GET", ECHO + "/policy?Qualifier=prod");
        assertThat(policy.fields().get("Policy").toString())
                .startsWith("{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[{\"Sid\":\"s3\"");

        refused(
                412,
                "PreconditionFailedException",
                () -> world.call("DELETE", ECHO + "/policy/s3?Qualifier=prod&RevisionId=old"));
        refused(404, "ResourceNotFoundException", () -> world.call("DELETE", ECHO + "/policy/none?Qualifier=prod"));
        String revision = policy.fields().get("RevisionId").toString();
        assertThat(world.call("DELETE", ECHO + "/policy/s3?Qualifier=prod&RevisionId=" + revision)
                        .status())
                .isEqualTo(204);
    }

    @Test
    void tagsFunctionsAndNothingElse() throws Exception {
        String tags = "/2017-03-31/tags/" + ARN.replace(":", "%3A");

        assertThat(world.call("POST", tags, Map.of("Tags", Map.of("a", "1", "b", "2")))
                        .status())
                .isEqualTo(204);
        assertThat(world.call("DELETE", tags + "?tagKeys=a").status()).isEqualTo(204);
        assertThat(world.call("GET", tags).fields()).isEqualTo(Map.of("Tags", Map.of("b", "2")));
        refused(400, "InvalidParameterValueException", () -> world.call("GET", tags + "%3A1"))
                .hasMessage("Tags on function aliases and versions are not supported. Please specify a function ARN.");
        refused(400, "ValidationException", () -> world.call("DELETE", tags))
                .hasMessageContaining("Value null at 'tagKeys' failed to satisfy constraint: Member must not be null");
    }
}
