import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.*;

/** The rules of a function: concurrency, events, permissions, tags; and the account that a host tells of. */
final class Rules {

    private static final String NAME = SdkJava.NAME;

    private final LambdaClient aws;

    Rules(LambdaClient aws) {
        this.aws = aws;
    }

    void run() {
        concurrency();
        events();
        permissions();
        tags();
        told();
        refused();
    }

    private void concurrency() {
        Steps.step(
                "putFunctionConcurrency",
                () -> aws.putFunctionConcurrency(r -> r.functionName(NAME).reservedConcurrentExecutions(0))
                        .reservedConcurrentExecutions(),
                0);
        Steps.refused("concurrency 0", TooManyRequestsException.class, () -> SdkJava.invoked(aws, "prod"));
        Steps.step(
                "getFunctionConcurrency",
                () -> aws.getFunctionConcurrency(r -> r.functionName(NAME)).reservedConcurrentExecutions(),
                0);
        Steps.step(
                "deleteFunctionConcurrency",
                () -> aws.deleteFunctionConcurrency(r -> r.functionName(NAME)).sdkHttpResponse().statusCode(),
                204);
    }

    private void events() {
        Steps.step(
                "putFunctionEventInvokeConfig",
                () -> aws.putFunctionEventInvokeConfig(r -> r.functionName(NAME).maximumRetryAttempts(0))
                        .maximumRetryAttempts(),
                0);
        Steps.step(
                "updateFunctionEventInvokeConfig",
                () -> aws.updateFunctionEventInvokeConfig(r -> r.functionName(NAME).maximumEventAgeInSeconds(60))
                        .maximumRetryAttempts(),
                0);
        Steps.step(
                "getFunctionEventInvokeConfig",
                () -> aws.getFunctionEventInvokeConfig(r -> r.functionName(NAME)).maximumEventAgeInSeconds(),
                60);
        Steps.step(
                "listFunctionEventInvokeConfigsPaginator",
                () -> aws.listFunctionEventInvokeConfigsPaginator(r -> r.functionName(NAME))
                        .functionEventInvokeConfigs().stream().count(),
                1L);
        Steps.step(
                "an event",
                () -> aws.invoke(r -> r.functionName(NAME).invocationType(InvocationType.EVENT)).statusCode(),
                202);
        Steps.step(
                "deleteFunctionEventInvokeConfig",
                () -> aws.deleteFunctionEventInvokeConfig(r -> r.functionName(NAME)).sdkHttpResponse().statusCode(),
                204);
    }

    private void permissions() {
        Steps.step(
                "addPermission",
                () -> aws.addPermission(r -> r.functionName(NAME)
                                .statementId("s")
                                .action("lambda:InvokeFunction")
                                .principal("*"))
                        .statement()
                        .contains("\"Sid\":\"s\""),
                true);
        Steps.step("getPolicy", () -> aws.getPolicy(r -> r.functionName(NAME)).policy().contains("\"Sid\":\"s\""), true);
        Steps.step(
                "removePermission",
                () -> aws.removePermission(r -> r.functionName(NAME).statementId("s")).sdkHttpResponse().statusCode(),
                204);
    }

    private void tags() {
        Steps.step("tagResource, untagResource, listTags", () -> {
            String arn = aws.getFunctionConfiguration(r -> r.functionName(NAME)).functionArn();
            aws.tagResource(r -> r.resource(arn).tags(Map.of("team", "a", "b c", "d/e")));
            aws.untagResource(r -> r.resource(arn).tagKeys("team"));
            return aws.listTags(r -> r.resource(arn)).tags();
        }, Map.of("b c", "d/e"));
    }

    private void told() {
        Steps.step("getAccountSettings", () -> aws.getAccountSettings().accountLimit().concurrentExecutions(), 1000);
        Steps.step(
                "getFunctionCodeSigningConfig",
                () -> aws.getFunctionCodeSigningConfig(r -> r.functionName(NAME)).functionName(),
                NAME);
        Steps.step(
                "getFunctionRecursionConfig",
                () -> aws.getFunctionRecursionConfig(r -> r.functionName(NAME)).recursiveLoop(),
                RecursiveLoop.TERMINATE);
        Steps.step(
                "listEventSourceMappings",
                () -> aws.listEventSourceMappings(r -> r.functionName(NAME)).eventSourceMappings(),
                List.of());
        Steps.step("listLayers", () -> aws.listLayers().layers(), List.of());
    }

    private void refused() {
        Steps.refused("no such function", ResourceNotFoundException.class, () -> aws.getFunction(r -> r.functionName("nowhere")));
        Steps.refused("a wrong value", InvalidParameterValueException.class, () -> {
            var made = SdkJava.creation("other");
            return aws.createFunction(request -> {
                made.accept(request);
                request.code(code -> code.zipFile(SdkBytes.fromUtf8String("none")));
            });
        });
        Steps.refused(
                "another RevisionId",
                PreconditionFailedException.class,
                () -> {
                    SdkBytes code = SdkJava.zip("one");
                    return aws.updateFunctionCode(r -> r.functionName(NAME).zipFile(code).revisionId("none"));
                });
        Steps.refused(
                "an event source",
                InvalidParameterValueException.class,
                () -> aws.createEventSourceMapping(
                        r -> r.functionName(NAME).eventSourceArn("arn:aws:sqs:us-east-1:000000000000:q")));
    }
}
