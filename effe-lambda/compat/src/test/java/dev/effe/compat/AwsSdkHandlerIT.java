package dev.effe.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** AWS's SDK and a handler written for AWS Lambda. */
class AwsSdkHandlerIT extends AwsSdkContract {

    AwsSdkHandlerIT() {
        super("--handler", CommandsHandler.class.getName());
    }

    @Test
    void givesTheHandlerItsContext() {
        byte[] context = "{\"custom\":{\"k\":\"v\"}}".getBytes(StandardCharsets.UTF_8);
        InvokeResponse answer = invoke(
                "{\"context\":1}",
                r -> r.functionName("commands:prod")
                        .clientContext(Base64.getEncoder().encodeToString(context)));
        assertThat(answer.payload().asUtf8String())
                .contains("\"arn\":\"arn:aws:lambda:us-east-1:000000000000:function:commands:prod\"")
                .contains("\"id\":\"" + answer.responseMetadata().requestId() + "\"")
                .contains("\"custom\":{\"k\":\"v\"}");
    }
}
