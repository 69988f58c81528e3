package com.example.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.test.EffeExtension;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrdersTest {

    private static final String INVOKE = "/2015-03-31/functions/Orders/invocations";

    @RegisterExtension
    static final EffeExtension effe =
            EffeExtension.servingHandler("com.example.lambda.Orders").set("function-name", "Orders");

    @Test
    void namesThoseThatFailed() {
        HttpResponse<String> answer = effe.post(INVOKE, """
                {"Records": [
                  {"messageId": "a", "body": "3", "eventSource": "aws:sqs"},
                  {"messageId": "b", "body": "many", "eventSource": "aws:sqs"}
                ]}""");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).isEmpty();
        assertThat(answer.body()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}");
    }

    @Test
    void tellsAnErrorAsAwsDoes() {
        HttpResponse<String> answer = effe.post(INVOKE, "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(answer.body()).contains("\"errorType\":\"java.lang.NullPointerException\"");
    }
}
