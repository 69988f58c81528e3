import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.*;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** The AWS SDK for Java 2: releases a function, goes back, and asks for its errors, lists and waiters. */
class SdkJava {

    private static final String NAME = System.getenv("NAME");
    private static final String ROLE = "arn:aws:iam::000000000000:role/any";

    public static void main(String[] args) throws Exception {
        try (LambdaClient aws = LambdaClient.builder()
                .endpointOverride(URI.create(System.getenv("ENDPOINT")))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            operations(aws);
        }
    }

    private static void operations(LambdaClient aws) throws Exception {
        SdkBytes one = zip("one");
        SdkBytes two = zip("two");
        Consumer<CreateFunctionRequest.Builder> made = request -> request.functionName(NAME)
                .runtime(Runtime.JAVA17)
                .handler("com.example.Greeting::greet")
                .timeout(30)
                .role(ROLE)
                .code(code -> code.zipFile(one));
        step("createFunction", () -> aws.createFunction(made).state(), State.ACTIVE);
        refused("create it again", ResourceConflictException.class, () -> aws.createFunction(made));
        step(
                "waitUntilFunctionActiveV2",
                () -> aws.waiter().waitUntilFunctionActiveV2(r -> r.functionName(NAME)).matched().response().isPresent(),
                true);
        step("invoke", () -> invoked(aws, "$LATEST"), List.of("\"one none\"", "$LATEST"));
        step("publishVersion", () -> aws.publishVersion(r -> r.functionName(NAME)).version(), "1");
        step(
                "createAlias",
                () -> aws.createAlias(r -> r.functionName(NAME).name("prod").functionVersion("1")).functionVersion(),
                "1");
        step(
                "updateFunctionCode",
                () -> aws.updateFunctionCode(r -> r.functionName(NAME).zipFile(two).publish(true)).version(),
                "2");
        step(
                "waitUntilFunctionUpdatedV2",
                () -> aws.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(NAME)).matched().response().isPresent(),
                true);
        step("the alias has the old one", () -> invoked(aws, "prod"), List.of("\"one none\"", "1"));
        step(
                "updateAlias",
                () -> aws.updateAlias(r -> r.functionName(NAME).name("prod").functionVersion("2")).functionVersion(),
                "2");
        step("the alias has the new one", () -> invoked(aws, "prod"), List.of("\"two none\"", "2"));
        step(
                "a function error",
                () -> aws.invoke(r -> r.functionName(NAME).payload(SdkBytes.fromUtf8String("{\"fail\": 1}"))).functionError(),
                "Unhandled");
        step(
                "putFunctionConcurrency",
                () -> aws.putFunctionConcurrency(r -> r.functionName(NAME).reservedConcurrentExecutions(0))
                        .reservedConcurrentExecutions(),
                0);
        refused("concurrency 0", TooManyRequestsException.class, () -> invoked(aws, "prod"));
        step("deleteFunctionConcurrency", () -> aws.deleteFunctionConcurrency(r -> r.functionName(NAME)) != null, true);
        refused("no such function", ResourceNotFoundException.class, () -> aws.getFunction(r -> r.functionName("nowhere")));
        refused(
                "a wrong value",
                InvalidParameterValueException.class,
                () -> aws.createFunction(request -> {
                    made.accept(request);
                    request.functionName("other").code(code -> code.zipFile(SdkBytes.fromUtf8String("none")));
                }));
        refused("another RevisionId", PreconditionFailedException.class,
                () -> aws.updateFunctionCode(r -> r.functionName(NAME).zipFile(one).revisionId("none")));
        step(
                "listVersionsByFunctionPaginator",
                () -> aws.listVersionsByFunctionPaginator(r -> r.functionName(NAME).maxItems(1)).versions().stream()
                        .map(FunctionConfiguration::version)
                        .toList(),
                List.of("$LATEST", "1", "2"));
        step(
                "listAliasesPaginator",
                () -> aws.listAliasesPaginator(r -> r.functionName(NAME)).aliases().stream()
                        .map(AliasConfiguration::name)
                        .toList(),
                List.of("prod"));
        step(
                "getFunction",
                () -> aws.getFunction(r -> r.functionName(NAME)).code().repositoryType(),
                "S3");
        step("deleteFunction", () -> aws.deleteFunction(r -> r.functionName(NAME)).sdkHttpResponse().statusCode(), 204);
        refused("deleted", ResourceNotFoundException.class, () -> aws.getFunction(r -> r.functionName(NAME)));
    }

    private static SdkBytes zip(String text) throws Exception {
        return SdkBytes.fromByteArray(Files.readAllBytes(Path.of(System.getenv("WORK"), text + ".zip")));
    }

    private static List<String> invoked(LambdaClient aws, String qualifier) {
        InvokeResponse answer = aws.invoke(
                r -> r.functionName(NAME).qualifier(qualifier).payload(SdkBytes.fromUtf8String("{}")));
        return List.of(answer.payload().asUtf8String(), answer.executedVersion());
    }

    private static void step(String name, Callable<?> call, Object expected) {
        Object found;
        try {
            found = call.call();
        } catch (Exception e) {
            found = e;
        }
        System.out.println(name + "\t" + (Objects.equals(found, expected) ? "ok" : line(found)));
    }

    private static void refused(String name, Class<? extends Exception> error, Callable<?> call) {
        Object found;
        try {
            found = "no error, but " + call.call();
        } catch (Exception e) {
            found = error.isInstance(e) ? "ok" : e;
        }
        System.out.println(name + "\t" + line(found));
    }

    private static String line(Object found) {
        return String.valueOf(found).replaceAll("\\s+", " ");
    }
}
