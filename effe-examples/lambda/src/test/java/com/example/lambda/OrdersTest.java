package com.example.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import dev.effe.test.EffeExtension;
import dev.effe.test.LambdaAnswer;
import dev.effe.test.LambdaEvent;
import dev.effe.test.events.SqsEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrdersTest {

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.servingHandler("com.example.lambda.Orders");

    @Test
    void namesThoseThatFailed() {
        LambdaAnswer answer = effe.invoke(SqsEvent.of("3", "many").ids("a", "b"));

        assertThat(answer.as(SQSBatchResponse.class).getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("b");
        assertThat(answer.log()).contains("Order a of 3");
    }

    @Test
    void tellsAnErrorAsAwsDoes() {
        LambdaAnswer answer = effe.invoke(LambdaEvent.ofJson("{}"));

        assertThat(answer.errorType()).contains("java.lang.NullPointerException");
    }
}
