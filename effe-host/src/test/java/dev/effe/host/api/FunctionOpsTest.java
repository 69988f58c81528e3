package dev.effe.host.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.invoke.InvokeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations on functions, versions and aliases as functions of a state and a request. */
class FunctionOpsTest {

    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String ECHO = FUNCTIONS + "/echo";
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:echo";

    private final TestWorld world = new TestWorld();

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            int status, String type, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(InvokeException.class, error -> {
            assertThat(error.type()).isEqualTo(type);
            assertThat(error.status()).isEqualTo(status);
        });
    }

    private static Object field(ApiAnswer answer, String name) {
        return answer.fields().get(name);
    }

    @Test
    void createsAnActiveFunctionWithAwsDefaults() throws Exception {
        ApiAnswer answer = world.create("echo");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.fields())
                .containsEntry("FunctionName", "echo")
                .containsEntry("FunctionArn", ARN)
                .containsEntry("Runtime", "java21")
                .containsEntry("Role", TestWorld.ROLE)
                .containsEntry("Handler", "com.acme.Echo")
                .containsEntry("CodeSize", 100L)
                .containsEntry("CodeSha256", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                .containsEntry("Description", "")
                .containsEntry("Timeout", 3)
                .containsEntry("MemorySize", 128)
                .containsEntry("LastModified", "2026-11-30T20:00:00.123+0000")
                .containsEntry("Version", "$LATEST")
                .containsEntry("State", "Active")
                .containsEntry("LastUpdateStatus", "Successful")
                .containsEntry("PackageType", "Zip")
                .containsEntry("Architectures", List.of("x86_64"))
                .containsEntry("EphemeralStorage", Map.of("Size", 512))
                .containsEntry("TracingConfig", Map.of("Mode", "PassThrough"))
                .containsEntry("SnapStart", Map.of("ApplyOn", "None", "OptimizationStatus", "Off"))
                .containsEntry("LoggingConfig", Map.of("LogFormat", "Text", "LogGroup", "/aws/lambda/echo"))
                .doesNotContainKeys("Environment", "VpcConfig", "KMSKeyArn");
    }

    @Test
    void createsTheFirstVersionIfItIsToPublish() throws Exception {
        Map<String, Object> body = TestWorld.body("echo");
        body.put("Publish", true);

        ApiAnswer answer = world.call("POST", FUNCTIONS, body, TestWorld.CODE);

        assertThat(answer.fields()).containsEntry("Version", "1");
        assertThat(world.states.get("echo").versions()).containsOnlyKeys(1);
    }

    @Test
    void refusesAFunctionThatExists() throws Exception {
        world.create("echo");

        refused(409, "ResourceConflictException", () -> world.create("echo"))
                .hasMessage("Function already exist: echo");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a.b", "a/b", "a b", "ü", "echo:"})
    void refusesNamesThatAreNone(String name) {
        refused(400, "ValidationException", () -> world.create(name))
                .hasMessageContaining("Value '" + name + "' at 'functionName'")
                .hasMessageContaining(
                        "Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?");
        assertThat(world.states).isEmpty();
    }

    @Test
    void takesNamesOf64CharactersAndNoMore() throws Exception {
        world.create("x".repeat(64));

        refused(400, "ValidationException", () -> world.create("x".repeat(65)))
                .hasMessageEndingWith("Member must have length less than or equal to 64");
        refused(
                        400,
                        "ValidationException",
                        () -> world.create("arn:aws:lambda:us-east-1:000000000000:function:" + "x".repeat(65)))
                .hasMessageEndingWith("Member must have length less than or equal to 64");
    }

    @Test
    void takesTheNameOutOfAnArn() throws Exception {
        world.create(ARN);

        assertThat(world.states).containsOnlyKeys("echo");
    }

    @ParameterizedTest
    @CsvSource({
        "Role,r1,'Value ''r1'' at ''role'' failed to satisfy constraint: Member must satisfy regular expression pattern:"
                + " arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+'",
        "Handler,a b,'Value ''a b'' at ''handler'' failed to satisfy constraint: Member must satisfy regular expression"
                + " pattern: [^\\s]+'"
    })
    void refusesTextsByTheModel(String member, String value, String failure) {
        Map<String, Object> body = TestWorld.body("echo");
        body.put(member, value);

        refused(400, "ValidationException", () -> world.call("POST", FUNCTIONS, body, TestWorld.CODE))
                .hasMessage("1 validation error detected: " + failure);
    }

    @ParameterizedTest
    @CsvSource({
        "MemorySize,127,Member must have value greater than or equal to 128",
        "MemorySize,10241,Member must have value less than or equal to 10240",
        "Timeout,0,Member must have value greater than or equal to 1",
        "Timeout,901,Member must have value less than or equal to 900"
    })
    void refusesNumbersBeyondTheirLimits(String member, int value, String failure) {
        Map<String, Object> body = TestWorld.body("echo");
        body.put(member, value);

        refused(400, "ValidationException", () -> world.call("POST", FUNCTIONS, body, TestWorld.CODE))
                .hasMessageEndingWith(failure);
    }

    @Test
    void takesNumbersAtTheirLimits() throws Exception {
        Map<String, Object> body = TestWorld.body("echo");
        body.put("MemorySize", 10_240);
        body.put("Timeout", 900);

        assertThat(world.call("POST", FUNCTIONS, body, TestWorld.CODE).fields())
                .containsEntry("MemorySize", 10_240)
                .containsEntry("Timeout", 900);
    }

    @Test
    void tellsOfAllFailuresAtOnce() {
        Map<String, Object> body = TestWorld.body("echo");
        body.put("Timeout", 0);
        body.put("MemorySize", 1);

        refused(400, "ValidationException", () -> world.call("POST", FUNCTIONS, body, TestWorld.CODE))
                .hasMessageStartingWith("2 validation errors detected: Value '1' at 'memorySize'")
                .hasMessageContaining("; Value '0' at 'timeout'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodejs20.x", "python3.12", "provided.al", "ruby3.3", "java25", "java"})
    void refusesRuntimesThatItDoesNotHave(String runtime) {
        Map<String, Object> body = TestWorld.body("echo");
        body.put("Runtime", runtime);

        refused(400, "InvalidParameterValueException", () -> world.call("POST", FUNCTIONS, body, TestWorld.CODE))
                .hasMessageStartingWith("Value " + runtime + " at 'runtime' failed to satisfy constraint:"
                        + " Member must satisfy enum value set: [java8, ")
                .hasMessageEndingWith(
                        ", java21, provided, provided.al2, provided.al2023]: this host runs on Java 21, finds"
                                + " no node on its PATH, finds no python3 on its PATH");
    }

    @Test
    void refusesOtherWaysToBringCode() {
        Map<String, Object> bucket = TestWorld.body("echo");
        bucket.put("Code", Map.of("S3Bucket", "b", "S3Key", "k"));

        refused(400, "InvalidParameterValueException", () -> world.call("POST", FUNCTIONS, bucket))
                .hasMessage(
                        "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified"
                                + " bucket does not exist");
        refused(400, "InvalidParameterValueException", () -> world.call("POST", FUNCTIONS, TestWorld.body("echo")))
                .hasMessage("Please provide a source for function code.");
    }

    @Test
    void keepsFieldsWithoutEffectAndForgetsEmptyOnes() throws Exception {
        Map<String, Object> body = TestWorld.body("echo");
        body.put("KMSKeyArn", "");
        body.put("VpcConfig", Map.of("SecurityGroupIds", List.of(), "SubnetIds", List.of()));
        body.put("DeadLetterConfig", Map.of());
        body.put("Layers", List.of());
        body.put("TracingConfig", Map.of("Mode", "Active"));
        body.put("EphemeralStorage", Map.of("Size", 1024));

        assertThat(world.call("POST", FUNCTIONS, body, TestWorld.CODE).fields())
                .doesNotContainKeys("KMSKeyArn", "VpcConfig")
                .containsEntry("TracingConfig", Map.of("Mode", "Active"))
                .containsEntry("EphemeralStorage", Map.of("Size", 1024));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FileSystemConfigs",
                "ImageConfig",
                "CapacityProviderConfig",
                "DurableConfig",
                "TenancyConfig",
            })
    void refusesWhatWouldChangeHowItRuns(String member) {
        Map<String, Object> body = TestWorld.body("echo");
        body.put(member, Map.of("A", "b"));

        refused(400, "InvalidParameterValueException", () -> world.call("POST", FUNCTIONS, body, TestWorld.CODE))
                .hasMessage(member + " is not supported by this host");
    }

    @Test
    void refusesReservedAndLargeEnvironments() throws Exception {
        Map<String, Object> body = TestWorld.body("echo");
        body.put("Environment", Map.of("Variables", Map.of("AWS_REGION", "x")));
        refused(400, "InvalidParameterValueException", () -> world.call("POST", FUNCTIONS, body, TestWorld.CODE))
                .hasMessageEndingWith("Reserved keys used in this request: AWS_REGION");

        String most = "x".repeat(4096 - "{\"AB\":\"\"}".length());
        body.put("Environment", Map.of("Variables", Map.of("AB", most + "x")));
        refused(400, "InvalidParameterValueException", () -> world.call("POST", FUNCTIONS, body, TestWorld.CODE))
                .hasMessageContaining("exceeded the 4KB limit. String measured: {\"AB\":\"x");

        body.put("Environment", Map.of("Variables", Map.of("AB", most)));
        assertThat(field(world.call("POST", FUNCTIONS, body, TestWorld.CODE), "Environment"))
                .isEqualTo(Map.of("Variables", Map.of("AB", most)));
    }

    @Test
    void changesOnlyWhatTheRequestNames() throws Exception {
        Map<String, Object> body = TestWorld.body("echo");
        body.put("Environment", Map.of("Variables", Map.of("AB", "c")));
        world.call("POST", FUNCTIONS, body, TestWorld.CODE);

        ApiAnswer answer = world.call("PUT", ECHO + "/configuration", Map.of("Timeout", 5));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.fields())
                .containsEntry("Timeout", 5)
                .containsEntry("Handler", "com.acme.Echo")
                .containsEntry("Environment", Map.of("Variables", Map.of("AB", "c")))
                .containsEntry("RevisionId", "revision-1");
        assertThat(world.call("PUT", ECHO + "/configuration", Map.of("Environment", Map.of()))
                        .fields())
                .doesNotContainKey("Environment");
    }

    @Test
    void refusesAnUpdateOfAnotherRevision() throws Exception {
        world.create("echo");
        String sentence =
                "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias"
                        + " API to retrieve the latest Revision Id";

        for (String path : List.of("/configuration", "/code")) {
            refused(
                            412,
                            "PreconditionFailedException",
                            () -> world.call("PUT", ECHO + path, Map.of("RevisionId", "old"), TestWorld.OTHER_CODE))
                    .hasMessage(sentence);
        }
        refused(
                        412,
                        "PreconditionFailedException",
                        () -> world.call("POST", ECHO + "/versions", Map.of("RevisionId", "old")))
                .hasMessage(sentence);
        world.call("PUT", ECHO + "/configuration", Map.of("RevisionId", "revision-0", "Timeout", 9));
    }

    @Test
    void dryRunsAnUpdateOfCode() throws Exception {
        world.create("echo");

        ApiAnswer answer = world.call("PUT", ECHO + "/code", Map.of("DryRun", true), TestWorld.OTHER_CODE);

        assertThat(answer.fields()).containsEntry("CodeSize", 200L);
        assertThat(world.states.get("echo").latest().config().code()).isEqualTo(TestWorld.CODE);
    }

    @Test
    void publishesOnceForTheSameCodeAndConfiguration() throws Exception {
        world.create("echo");

        ApiAnswer first = world.call("POST", ECHO + "/versions", Map.of("Description", "v1"));
        ApiAnswer again = world.call("POST", ECHO + "/versions", Map.of("Description", "other"));
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.fields())
                .containsEntry("Version", "1")
                .containsEntry("Description", "v1")
                .containsEntry("FunctionArn", ARN + ":1");
        assertThat(again.fields()).containsEntry("Version", "1").containsEntry("Description", "v1");

        world.call("PUT", ECHO + "/configuration", Map.of("Timeout", 5));
        world.call("PUT", ECHO + "/configuration", Map.of("Timeout", 3));
        assertThat(field(world.call("POST", ECHO + "/versions"), "Version")).isEqualTo("1");

        ApiAnswer changed = world.call("PUT", ECHO + "/code", Map.of("Publish", true), TestWorld.OTHER_CODE);
        assertThat(changed.fields()).containsEntry("Version", "2").containsEntry("FunctionArn", ARN + ":2");
    }

    @Test
    void neverGivesANumberTwice() throws Exception {
        world.create("echo");
        world.call("POST", ECHO + "/versions");
        world.call("DELETE", ECHO + "?Qualifier=1");

        assertThat(field(world.call("POST", ECHO + "/versions"), "Version")).isEqualTo("2");
    }

    @Test
    void refusesToPublishOtherCode() throws Exception {
        world.create("echo");

        refused(
                        400,
                        "InvalidParameterValueException",
                        () -> world.call("POST", ECHO + "/versions", Map.of("CodeSha256", "x")))
                .hasMessage("CodeSHA256 (x) is different from current CodeSHA256 in $LATEST"
                        + " (AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=). Please try again with the CodeSHA256 in"
                        + " $LATEST.");
    }

    @Test
    void publishedVersionsStayAsTheyAre() throws Exception {
        world.create("echo");
        world.call("POST", ECHO + "/versions");
        world.call("PUT", ECHO + "/code", Map.of(), TestWorld.OTHER_CODE);
        world.call("PUT", ECHO + "/configuration", Map.of("Timeout", 77));

        assertThat(world.call("GET", ECHO + "/configuration?Qualifier=1").fields())
                .containsEntry("Timeout", 3)
                .containsEntry("CodeSize", 100L)
                .containsEntry("FunctionArn", ARN + ":1");
    }

    @Test
    void getsWithALinkTagsAndConcurrency() throws Exception {
        world.create("echo");
        assertThat(world.call("GET", ECHO).fields()).containsOnlyKeys("Configuration", "Code");

        world.call("POST", "/2017-03-31/tags/" + ARN, Map.of("Tags", Map.of("team", "a")));
        world.call("PUT", "/2017-10-31/functions/echo/concurrency", Map.of("ReservedConcurrentExecutions", 0));

        ApiAnswer answer = world.call("GET", ECHO);
        assertThat(answer.fields())
                .containsEntry("Tags", Map.of("team", "a"))
                .containsEntry("Concurrency", Map.of("ReservedConcurrentExecutions", 0));
        assertThat(((Map<?, ?>) field(answer, "Code")).get("Location").toString())
                .startsWith("http://127.0.0.1:7070/_effe/code/" + "0".repeat(64) + "?expires=");
    }

    @ParameterizedTest
    @CsvSource({
        "none,arn:aws:lambda:us-east-1:000000000000:function:none",
        "none:prod,arn:aws:lambda:us-east-1:000000000000:function:none:prod",
        "echo:7,arn:aws:lambda:us-east-1:000000000000:function:echo:7",
        "echo:prod,arn:aws:lambda:us-east-1:000000000000:function:echo:prod",
        "..,arn:aws:lambda:us-east-1:000000000000:function:..",
        "arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Anone,"
                + "arn:aws:lambda:eu-west-1:123456789012:function:none"
    })
    void says404OfWhatIsNotThere(String name, String arn) throws Exception {
        world.create("echo");

        refused(404, "ResourceNotFoundException", () -> world.call("GET", FUNCTIONS + "/" + name))
                .hasMessage("Function not found: " + arn);
    }

    @Test
    void refusesTwoQualifiers() throws Exception {
        world.create("echo");

        refused(400, "InvalidParameterValueException", () -> world.call("GET", FUNCTIONS + "/echo:1?Qualifier=2"))
                .hasMessage("The derived qualifier from the function name does not match the specified qualifier.");
    }

    @Test
    void deletes() throws Exception {
        world.create("echo");
        world.call("POST", ECHO + "/versions");
        world.call("POST", ECHO + "/aliases", Map.of("Name", "prod", "FunctionVersion", "1"));

        refused(400, "InvalidParameterValueException", () -> world.call("DELETE", ECHO + "?Qualifier=$LATEST"))
                .hasMessage("$LATEST version cannot be deleted without deleting the function.");
        refused(400, "InvalidParameterValueException", () -> world.call("DELETE", ECHO + "?Qualifier=prod"))
                .hasMessage("Deletion of aliases is not currently supported.");
        refused(409, "ResourceConflictException", () -> world.call("DELETE", ECHO + "?Qualifier=1"))
                .hasMessage("Unable to delete version because the following aliases reference it: [prod]");
        assertThat(world.call("DELETE", ECHO + "/aliases/prod").status()).isEqualTo(204);
        assertThat(world.call("DELETE", ECHO + "/aliases/prod").status()).isEqualTo(204);
        assertThat(world.call("DELETE", ECHO + "?Qualifier=1").status()).isEqualTo(204);
        assertThat(world.call("DELETE", ECHO).status()).isEqualTo(204);
        assertThat(world.states).isEmpty();
        refused(404, "ResourceNotFoundException", () -> world.call("DELETE", ECHO))
                .hasMessage("Function not found: " + ARN);
    }

    @Test
    void pagesThrough120Functions() throws Exception {
        for (int i = 0; i < 120; i++) {
            world.create("f" + i);
        }
        Map<String, Integer> seen = new HashMap<>();
        String marker = "";
        int pages = 0;
        do {
            ApiAnswer page = world.call("GET", FUNCTIONS + "?MaxItems=1000" + marker);
            for (Object one : (List<?>) field(page, "Functions")) {
                seen.merge(((Map<?, ?>) one).get("FunctionName").toString(), 1, Integer::sum);
            }
            Object next = field(page, "NextMarker");
            marker = next == null ? "" : "&Marker=" + next;
            pages++;
        } while (!marker.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(seen)
                .hasSize(120)
                .allSatisfy((name, count) -> assertThat(count).isOne());
    }

    @Test
    void pagesStayWholeWhileFunctionsComeAndGo() throws Exception {
        for (String name : List.of("a", "b", "c", "d")) {
            world.create(name);
        }
        ApiAnswer first = world.call("GET", FUNCTIONS + "?MaxItems=2");
        assertThat(first.fields()).containsEntry("NextMarker", "b");
        world.call("DELETE", FUNCTIONS + "/b");
        world.create("aa");

        List<?> rest = (List<?>) field(world.call("GET", FUNCTIONS + "?MaxItems=2&Marker=b"), "Functions");

        assertThat(rest)
                .extracting(one -> ((Map<?, ?>) one).get("FunctionName"))
                .isEqualTo(List.of("c", "d"));
    }

    @ParameterizedTest
    @CsvSource({
        "MaxItems=0,ValidationException",
        "MaxItems=10001,ValidationException",
        "MaxItems=x,SerializationException",
        "FunctionVersion=SOME,ValidationException"
    })
    void refusesWrongParametersOfLists(String query, String type) {
        refused(400, type, () -> world.call("GET", FUNCTIONS + "?" + query));
    }

    @Test
    void listsLatestFirstAndThenByNumber() throws Exception {
        world.create("echo");
        for (int i = 1; i <= 11; i++) {
            world.call("PUT", ECHO + "/configuration", Map.of("Timeout", i + 10, "MemorySize", 128));
            world.call("POST", ECHO + "/versions");
        }

        assertThat((List<?>) field(world.call("GET", ECHO + "/versions"), "Versions"))
                .extracting(one -> ((Map<?, ?>) one).get("Version"))
                .isEqualTo(List.of("$LATEST", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"));
        assertThat((List<?>) field(world.call("GET", ECHO + "/versions?Marker=0&MaxItems=2"), "Versions"))
                .extracting(one -> ((Map<?, ?>) one).get("Version"))
                .isEqualTo(List.of("1", "2"));
        assertThat((List<?>) field(world.call("GET", FUNCTIONS + "?FunctionVersion=ALL"), "Functions"))
                .hasSize(12);
    }
}
