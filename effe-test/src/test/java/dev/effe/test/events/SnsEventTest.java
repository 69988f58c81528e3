package dev.effe.test.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNS;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SnsEventTest {

    private static SNS first(SnsEvent event) {
        return event.as(SNSEvent.class).getRecords().get(0).getSNS();
    }

    @Test
    void isANotification() {
        // @start region="notification"
        SnsEvent event = SnsEvent.of("{\"order\": 7}")
                .topic("orders")
                .subject("New order")
                .attribute("kind", "cake");
        // @end
        SNS sns = first(event);

        assertThat(sns.getMessage()).isEqualTo("{\"order\": 7}");
        assertThat(sns.getSubject()).isEqualTo("New order");
        assertThat(sns.getTopicArn()).isEqualTo("arn:aws:sns:us-east-1:123456789012:orders");
        assertThat(sns.getMessageAttributes().get("kind").getValue()).isEqualTo("cake");
    }

    @Test
    void hasAllThatAwsSends() {
        SNSEvent event = SnsEvent.of("Hello from SNS!")
                .at(Instant.parse("2019-01-02T12:45:07Z"))
                .as(SNSEvent.class);

        assertThat(Getters.nulls(event)).containsExactly("records[0].SNS.subject".replace("SNS", "sNS"));
        Map<String, Object> got = Getters.of(event);
        assertThat(got)
                .containsEntry("records[0].eventSource", "aws:sns")
                .containsEntry("records[0].eventVersion", "1.0")
                .containsEntry("records[0].sNS.type", "Notification")
                .containsEntry("records[0].sNS.signatureVersion", "1")
                .containsEntry("records[0].sNS.message", "Hello from SNS!");
        assertThat(got.get("records[0].eventSubscriptionArn").toString())
                .startsWith("arn:aws:sns:us-east-1:123456789012:my-topic:");
        assertThat(got.get("records[0].sNS.timestamp")).hasToString("2019-01-02T12:45:07.000Z");
    }

    @Test
    void writesTimesWithMilliseconds() {
        assertThat(SnsEvent.of("").at(Instant.parse("2019-01-02T12:45:07Z")).json())
                .contains("\"Timestamp\":\"2019-01-02T12:45:07.000Z\"");
        assertThat(SnsEvent.of("")
                        .at(Instant.parse("2019-01-02T12:45:07.123999Z"))
                        .json())
                .contains("\"Timestamp\":\"2019-01-02T12:45:07.123Z\"");
    }

    @Test
    void hasAttributesOfEachType() {
        SNS sns = first(SnsEvent.of("").attribute("n", 7).attribute("b", new byte[] {1, 2, 3}));

        assertThat(Getters.of(sns))
                .containsEntry("messageAttributes.n.type", "Number")
                .containsEntry("messageAttributes.n.value", "7")
                .containsEntry("messageAttributes.b.type", "Binary")
                .containsEntry("messageAttributes.b.value", "AQID");
    }

    @Test
    void joinsNotifications() {
        assertThat(SnsEvent.of("1")
                        .subject("a")
                        .and(SnsEvent.of("2"))
                        .as(SNSEvent.class)
                        .getRecords())
                .extracting(SNSRecord::getSNS)
                .extracting(sns -> sns.getMessage() + sns.getSubject())
                .containsExactly("1a", "2null");
    }
}
