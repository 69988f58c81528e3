import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.*;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** The AWS SDK for Java 2: every operation of a host, its errors, lists and waiters. */
final class SdkJava {

    static final String NAME = System.getenv("NAME");
    static final URI ENDPOINT = URI.create(System.getenv("ENDPOINT"));
    private static final String ROLE = "arn:aws:iam::000000000000:role/any";

    public static void main(String[] args) throws Exception {
        try (LambdaClient aws = LambdaClient.builder()
                .endpointOverride(ENDPOINT)
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            released(aws);
            new Rules(aws).run();
            new Urls(aws).run();
            Streams.run();
            new Lists(aws).run();
            Steps.step(
                    "deleteFunction",
                    () -> aws.deleteFunction(r -> r.functionName(NAME)).sdkHttpResponse().statusCode(),
                    204);
            Steps.refused(
                    "deleted", ResourceNotFoundException.class, () -> aws.getFunction(r -> r.functionName(NAME)));
        }
    }

    private static void released(LambdaClient aws) throws Exception {
        SdkBytes two = zip("two");
        Consumer<CreateFunctionRequest.Builder> made = creation(NAME);
        Steps.step("createFunction", () -> aws.createFunction(made).state(), State.ACTIVE);
        Steps.refused("create it again", ResourceConflictException.class, () -> aws.createFunction(made));
        Steps.step(
                "waitUntilFunctionExists",
                () -> aws.waiter().waitUntilFunctionExists(r -> r.functionName(NAME)).matched().response().isPresent(),
                true);
        Steps.step(
                "waitUntilFunctionActiveV2",
                () -> aws.waiter().waitUntilFunctionActiveV2(r -> r.functionName(NAME)).matched().response().isPresent(),
                true);
        Steps.step("invoke", () -> invoked(aws, "$LATEST"), List.of("\"one none\"", "$LATEST"));
        Steps.step("publishVersion", () -> aws.publishVersion(r -> r.functionName(NAME)).version(), "1");
        Steps.step(
                "waitUntilPublishedVersionActive",
                () -> aws.waiter().waitUntilPublishedVersionActive(r -> r.functionName(NAME).qualifier("1"))
                        .matched().response().isPresent(),
                true);
        Steps.step(
                "createAlias",
                () -> aws.createAlias(r -> r.functionName(NAME).name("prod").functionVersion("1")).functionVersion(),
                "1");
        Steps.step(
                "updateFunctionCode",
                () -> aws.updateFunctionCode(r -> r.functionName(NAME).zipFile(two).publish(true)).version(),
                "2");
        Steps.step(
                "waitUntilFunctionUpdatedV2",
                () -> aws.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(NAME)).matched().response().isPresent(),
                true);
        Steps.step("the alias has the old one", () -> invoked(aws, "prod"), List.of("\"one none\"", "1"));
        Steps.step(
                "updateAlias",
                () -> aws.updateAlias(r -> r.functionName(NAME).name("prod").functionVersion("2")).functionVersion(),
                "2");
        Steps.step("the alias has the new one", () -> invoked(aws, "prod"), List.of("\"two none\"", "2"));
        Steps.step("getAlias", () -> aws.getAlias(r -> r.functionName(NAME).name("prod")).functionVersion(), "2");
        Steps.step("an alias for a while", () -> {
            aws.createAlias(r -> r.functionName(NAME).name("brief").functionVersion("1"));
            return aws.deleteAlias(r -> r.functionName(NAME).name("brief")).sdkHttpResponse().statusCode();
        }, 204);
        Steps.step(
                "a function error",
                () -> aws.invoke(r -> r.functionName(NAME).payload(SdkBytes.fromUtf8String("{\"fail\": 1}"))).functionError(),
                "Unhandled");
        Steps.step(
                "updateFunctionConfiguration",
                () -> aws.updateFunctionConfiguration(r -> r.functionName(NAME).memorySize(256)).memorySize(),
                256);
        Steps.step(
                "getFunctionConfiguration",
                () -> aws.getFunctionConfiguration(r -> r.functionName(NAME)).memorySize(),
                256);
        Steps.step("getFunction", () -> aws.getFunction(r -> r.functionName(NAME)).code().repositoryType(), "S3");
    }

    /** The request that makes a function of this name. */
    static Consumer<CreateFunctionRequest.Builder> creation(String name) throws Exception {
        SdkBytes code = zip("one");
        return request -> request.functionName(name)
                .runtime(Runtime.JAVA17)
                .handler("com.example.Greeting::greet")
                .timeout(30)
                .role(ROLE)
                .code(given -> given.zipFile(code));
    }

    static SdkBytes zip(String text) throws Exception {
        return SdkBytes.fromByteArray(Files.readAllBytes(Path.of(System.getenv("WORK"), text + ".zip")));
    }

    static List<String> invoked(LambdaClient aws, String qualifier) {
        InvokeResponse answer = aws.invoke(
                r -> r.functionName(NAME).qualifier(qualifier).payload(SdkBytes.fromUtf8String("{}")));
        return List.of(answer.payload().asUtf8String(), answer.executedVersion());
    }
}
