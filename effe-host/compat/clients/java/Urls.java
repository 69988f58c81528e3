import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The URL of an alias, and what the SDK's signer signs in the query. */
final class Urls {

    private static final String NAME = SdkJava.NAME;
    private static final Duration WEEK = Duration.ofDays(7);

    private final LambdaClient aws;
    private final HttpClient http = HttpClient.newHttpClient();

    Urls(LambdaClient aws) {
        this.aws = aws;
    }

    void run() {
        Steps.step("createFunctionUrlConfig", () -> create(FunctionUrlAuthType.AWS_IAM), SdkJava.ENDPOINT + "/url/" + NAME + "--prod/");
        Steps.refused("create the URL again", ResourceConflictException.class, () -> create(FunctionUrlAuthType.NONE));
        presigned();
        Steps.step(
                "updateFunctionUrlConfig",
                () -> aws.updateFunctionUrlConfig(
                                r -> r.functionName(NAME).qualifier("prod").authType(FunctionUrlAuthType.NONE))
                        .authType(),
                FunctionUrlAuthType.NONE);
        Steps.step("an open URL", () -> get(url("")), 200);
        Steps.step(
                "listFunctionUrlConfigsPaginator",
                () -> aws.listFunctionUrlConfigsPaginator(r -> r.functionName(NAME)).functionUrlConfigs().stream().count(),
                1L);
        Steps.step(
                "deleteFunctionUrlConfig",
                () -> aws.deleteFunctionUrlConfig(r -> r.functionName(NAME).qualifier("prod")).sdkHttpResponse().statusCode(),
                204);
        Steps.refused(
                "no URL",
                ResourceNotFoundException.class,
                () -> aws.getFunctionUrlConfig(r -> r.functionName(NAME).qualifier("prod")));
    }

    private void presigned() {
        Steps.step("no signature", () -> get(url("")), 403);
        Steps.step("a presigned URL", () -> get(signed(SdkHttpMethod.GET, url("a%2Fb/c?d=e%20f&d="), "caller", WEEK)), 200);
        Steps.step(
                "a presigned URL, changed",
                () -> get(URI.create(signed(SdkHttpMethod.GET, url("?d=e"), "caller", WEEK).toString().replace("d=e", "d=f"))),
                403);
        Steps.step("a presigned URL of another's key", () -> get(signed(SdkHttpMethod.GET, url(""), "other", WEEK)), 403);
        URI invocations = SdkJava.ENDPOINT.resolve("/2015-03-31/functions/" + NAME + ":prod/invocations");
        Steps.step("a presigned invocation", () -> post(signed(SdkHttpMethod.POST, invocations, "caller", WEEK)), "200 \"two none\"");
        Steps.step(
                "a presigned invocation, changed",
                () -> post(URI.create(signed(SdkHttpMethod.POST, invocations, "caller", WEEK).toString().replace(":prod", ":1")))
                        .substring(0, 3),
                "403");
    }

    private String create(FunctionUrlAuthType type) {
        return aws.createFunctionUrlConfig(r -> r.functionName(NAME).qualifier("prod").authType(type)).functionUrl();
    }

    private URI url(String more) {
        return URI.create(aws.getFunctionUrlConfig(r -> r.functionName(NAME).qualifier("prod")).functionUrl() + more);
    }

    private static URI signed(SdkHttpMethod method, URI url, String key, Duration good) {
        return AwsV4HttpSigner.create()
                .sign(r -> r.identity(AwsCredentialsIdentity.create(key, "s3cr/et+="))
                        .request(SdkHttpRequest.builder().method(method).uri(url).build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, good))
                .request()
                .getUri();
    }

    private int get(URI url) throws Exception {
        return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding()).statusCode();
    }

    private String post(URI url) throws Exception {
        var answer = http.send(
                HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }
}
