package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.effe.test.events.SqsEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real handlers, invoked with events. */
final class LambdaInvokeTest {

    /** Fails what is no number, and altogether at an empty message. */
    public static final class Numbers implements RequestHandler<SQSEvent, SQSBatchResponse> {
        @Override
        public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
            List<BatchItemFailure> failures = new ArrayList<>();
            for (SQSMessage message : event.getRecords()) {
                context.getLogger().log("got " + message.getBody());
                if (message.getBody().isEmpty()) {
                    throw new IllegalArgumentException("an empty message");
                }
                if (!message.getBody().matches("\\d+")) {
                    failures.add(new BatchItemFailure(message.getMessageId()));
                }
            }
            return event.getRecords().isEmpty() ? null : new SQSBatchResponse(failures);
        }
    }

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.servingHandler(Numbers.class.getName());

    @RegisterExtension
    static final EffeExtension withoutApi = EffeExtension.serving(new RecordingLogic());

    @RegisterExtension
    static final EffeExtension ownPort =
            EffeExtension.serving(new RecordingLogic()).set("lambda-port", "0");

    @RegisterExtension
    static final EffeExtension shop =
            EffeExtension.app(AppExtensionTest.file()).config("item", "tea").set("lambda-api", "on");

    @Test
    void givesTheHandlersAnswer() {
        // @start region="invoke"
        LambdaAnswer answer = effe.invoke(SqsEvent.of("3", "many").ids("a", "b"));

        assertThat(answer.as(SQSBatchResponse.class).getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("b");
        // @end
        assertThat(answer.json()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}");
        assertThat(answer.log()).startsWith("START RequestId: ").contains("got 3", "got many", "REPORT RequestId: ");
        assertThat(answer.errorType()).isEmpty();
        assertThat(answer.errorMessage()).isEmpty();
    }

    @Test
    void givesNullIfTheHandlerDoes() {
        assertThat(effe.invoke(SqsEvent.of()).as(SQSBatchResponse.class)).isNull();
    }

    @Test
    void givesTheErrorOfAHandlerThatFails() {
        LambdaAnswer answer = effe.invoke(SqsEvent.of("1", ""));

        assertThat(answer.errorType()).contains("java.lang.IllegalArgumentException");
        assertThat(answer.errorMessage()).contains("an empty message");
        assertThatThrownBy(() -> answer.as(SQSBatchResponse.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The handler failed: {\"errorMessage\":\"an empty message\"")
                .hasMessageContaining("got 1");
    }

    @Test
    void saysHowToSwitchTheApiOn() {
        assertThatThrownBy(() -> withoutApi.invoke(SqsEvent.of("1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The Lambda API is off, so that the function itself answered: switch it on by"
                        + " set(\"lambda-api\", \"on\")");
    }

    @Test
    void invokesByThePortOfTheApi() {
        assertThat(ownPort.invoke(LambdaEvent.ofJson("{}")).json()).startsWith("context ");
    }

    @Test
    void invokesAFunctionOfAnApplication() {
        LambdaEvent tea = LambdaEvent.ofJson("{\"item\":\"tea\"}");
        assertThat(shop.invoke("stock", tea).as(Integer.class)).isEqualTo(3);
        assertThat(shop.invoke("stock", LambdaEvent.ofJson("{}")).errorMessage())
                .contains("There is none");
        assertThatThrownBy(() -> shop.invoke("stocks", LambdaEvent.ofJson("{}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The Lambda API answered 404: ")
                .hasMessageContaining("Function not found: ");
    }
}
