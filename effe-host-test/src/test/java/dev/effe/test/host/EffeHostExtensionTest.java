package dev.effe.test.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** The extension as users' tests have it, with AWS's SDK for Java. */
@Timeout(300)
class EffeHostExtensionTest {

    private static final Path CLASSES = Path.of("target/test-classes");

    @RegisterExtension
    static final EffeHostExtension host = EffeHostExtension.create();

    private static LambdaClient client() {
        return LambdaClient.builder()
                .endpointOverride(host.endpoint())
                .region(Region.of(host.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(host.accessKeyId(), host.secretAccessKey())))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static String invoke(LambdaClient lambda, String name) {
        InvokeResponse answer =
                lambda.invoke(call -> call.functionName(name).payload(SdkBytes.fromUtf8String("{\"name\": \"Ada\"}")));
        assertThat(answer.functionError()).as(answer.payload().asUtf8String()).isNull();
        return answer.payload().asUtf8String();
    }

    @Test
    void deploysAndIsInvoked() throws Exception {
        String arn = host.deploy("greeting", CLASSES, Greeting.class.getName());
        assertThat(arn).isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:greeting");
        try (LambdaClient lambda = client()) {
            assertThat(invoke(lambda, "greeting")).isEqualTo("\"Hello, Ada\"");
            assertThat(host.deploy("greeting", CLASSES, Greeting.class.getName()))
                    .isEqualTo(arn);
            assertThat(invoke(lambda, arn)).isEqualTo("\"Hello, Ada\"");
        }
        String answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(host.url("greeting")).build(), BodyHandlers.ofString())
                .body();
        assertThat(answer).isEqualTo("Hello, World");
    }

    @Test
    void isAwsLambdaToTheSdk() throws Exception {
        try (LambdaClient lambda = client()) {
            lambda.createFunction(made -> made.functionName("mine")
                    .runtime(Runtime.JAVA17)
                    .handler(Greeting.class.getName())
                    .role("arn:aws:iam::000000000000:role/any")
                    .code(code -> code.zipFile(SdkBytes.fromByteArray(zip()))));
            lambda.waiter().waitUntilFunctionActiveV2(wanted -> wanted.functionName("mine"));
            assertThat(invoke(lambda, "mine")).isEqualTo("\"Hello, Ada\"");
            String url = lambda.createFunctionUrlConfig(
                            made -> made.functionName("mine").authType(FunctionUrlAuthType.NONE))
                    .functionUrl();
            assertThat(url).isEqualTo(host.endpoint() + "/url/mine/");
            assertThat(lambda.listFunctionUrlConfigs(made -> made.functionName("mine"))
                            .functionUrlConfigs())
                    .hasSize(1);
            assertThatThrownBy(() -> lambda.createFunctionUrlConfig(
                            made -> made.functionName("mine").authType(FunctionUrlAuthType.NONE)))
                    .isInstanceOf(ResourceConflictException.class);
            lambda.deleteFunctionUrlConfig(gone -> gone.functionName("mine"));
            assertThatThrownBy(() -> lambda.getFunctionUrlConfig(gone -> gone.functionName("mine")))
                    .isInstanceOf(ResourceNotFoundException.class);
            lambda.deleteFunction(gone -> gone.functionName("mine"));
        }
    }

    private static byte[] zip() {
        try {
            return CodeZip.of(CLASSES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysWhyItRefuses() {
        assertThatThrownBy(() -> host.deploy("bad name", CLASSES, "a.B"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("functionName");
        assertThatThrownBy(() -> host.url("none")).hasMessageContaining("Function does not exist");
        assertThatThrownBy(() -> EffeHostExtension.create().endpoint()).hasMessageContaining("@RegisterExtension");
    }
}
