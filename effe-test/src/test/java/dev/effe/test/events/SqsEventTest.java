package dev.effe.test.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SqsEventTest {

    private static final Instant AT = Instant.parse("2018-12-17T18:17:29.183Z");

    @Test
    void isABatchOfMessages() {
        // @start region="batch"
        SqsEvent event =
                SqsEvent.of("3 cakes", "no cake").queue("orders").ids("a", "b").attribute("kind", "order");
        // @end
        List<SQSMessage> messages = event.as(SQSEvent.class).getRecords();

        assertThat(messages).extracting(SQSMessage::getBody).containsExactly("3 cakes", "no cake");
        assertThat(messages).extracting(SQSMessage::getMessageId).containsExactly("a", "b");
        assertThat(messages)
                .extracting(SQSMessage::getEventSourceArn)
                .containsOnly("arn:aws:sqs:us-east-1:123456789012:orders");
        assertThat(messages)
                .extracting(
                        message -> message.getMessageAttributes().get("kind").getStringValue())
                .containsOnly("order");
    }

    @Test
    void hasAllThatAwsSends() {
        SQSEvent event = SqsEvent.of("Test message.").at(AT).as(SQSEvent.class);

        assertThat(Getters.nulls(event)).containsExactly("records[0].md5OfMessageAttributes");
        assertThat(Getters.of(event))
                .containsEntry("records[0].body", "Test message.")
                .containsEntry("records[0].md5OfBody", "e4e68fb7bd0e697a0ae8f1bb342846b3")
                .containsEntry("records[0].eventSource", "aws:sqs")
                .containsEntry("records[0].eventSourceArn", "arn:aws:sqs:us-east-1:123456789012:my-queue")
                .containsEntry("records[0].awsRegion", "us-east-1")
                .containsEntry("records[0].attributes.ApproximateReceiveCount", "1")
                .containsEntry("records[0].attributes.SentTimestamp", "1545070649183")
                .containsEntry("records[0].attributes.ApproximateFirstReceiveTimestamp", "1545070649184")
                .containsKeys("records[0].attributes.SenderId", "records[0].receiptHandle");
        assertThat(event.getRecords().get(0).getMessageAttributes()).isEmpty();
        assertThat(event.getRecords().get(0).getAttributes()).hasSize(4);
    }

    @Test
    void hasAttributesOfEachType() {
        SqsEvent event = SqsEvent.of("")
                .attribute("text", "h\u00e9")
                .attribute("number", 1.5)
                .attribute("bytes", new byte[] {0, -1});
        SQSMessage message = event.as(SQSEvent.class).getRecords().get(0);

        assertThat(message.getMd5OfMessageAttributes()).matches("[0-9a-f]{32}");
        Map<String, Object> got = Getters.of(message);
        assertThat(got)
                .containsEntry("messageAttributes.text.stringValue", "h\u00e9")
                .containsEntry("messageAttributes.text.dataType", "String")
                .containsEntry("messageAttributes.number.stringValue", "1.5")
                .containsEntry("messageAttributes.number.dataType", "Number")
                .containsEntry("messageAttributes.bytes.binaryValue", new byte[] {0, -1})
                .containsEntry("messageAttributes.bytes.dataType", "Binary");
        assertThat(event.json())
                .contains("\"bytes\":{\"binaryValue\":\"AP8=\",\"stringListValues\":[],\"binaryListValues\":[],");
    }

    @Test
    void hashesAttributesWhateverTheirOrderAsSqsDoes() {
        String one = SqsEvent.of("").attribute("a", "1").attribute("b", "2").json();
        String other = SqsEvent.of("").attribute("b", "2").attribute("a", "1").json();
        String digest = "\"md5OfMessageAttributes\":\"";
        // printf '\0\0\0\1a\0\0\0\6String\1\0\0\0\0011\0\0\0\1b\0\0\0\6String\1\0\0\0\0012' | md5sum
        assertThat(one).contains(digest + "fb921ed26b602b1dbe2a595741287c4a");
        assertThat(other).contains(digest + "fb921ed26b602b1dbe2a595741287c4a");
    }

    @Test
    void isOfAGroupInAFifoQueue() {
        SqsEvent event = SqsEvent.of("1").queue("orders.fifo");
        assertThat(attributes(event))
                .containsEntry("MessageGroupId", "default")
                .containsKeys("SequenceNumber", "MessageDeduplicationId");
        assertThat(attributes(event.group("Ada"))).containsEntry("MessageGroupId", "Ada");
        assertThat(attributes(event.queue("orders"))).doesNotContainKey("MessageGroupId");
    }

    private static Map<String, String> attributes(SqsEvent event) {
        return event.as(SQSEvent.class).getRecords().get(0).getAttributes();
    }

    @Test
    void joinsMessagesOfDifferentKinds() {
        SqsEvent event = SqsEvent.of("1")
                .attribute("kind", "a")
                .and(SqsEvent.of("1", "2").attribute("kind", "b"));
        List<SQSMessage> messages = event.as(SQSEvent.class).getRecords();

        assertThat(messages)
                .extracting(message -> message.getBody()
                        + message.getMessageAttributes().get("kind").getStringValue())
                .containsExactly("1a", "1b", "2b");
        assertThat(new HashSet<>(messages.stream().map(SQSMessage::getMessageId).toList()))
                .hasSize(3)
                .allMatch(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    }

    @Test
    void wantsAsManyIdsAsThereAreMessages() {
        assertThatThrownBy(() -> SqsEvent.of("1", "2").ids("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There are 2 records, but 1 values for them");
    }

    @Test
    void isNotChangedByItsMethods() {
        SqsEvent event = SqsEvent.of("1");
        String before = event.json();
        event.attribute("a", "b").queue("c").group("d").ids("e").at(AT).and(event);

        assertThat(event.json()).isEqualTo(before).isEqualTo(event.toString());
    }
}
