package dev.effe.test.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScheduleEventTest {

    @Test
    void isThatOfARule() {
        // @start region="schedule"
        ScheduleEvent nightly = ScheduleEvent.of("nightly").at(Instant.parse("2024-03-01T01:00:00Z"));
        // @end
        ScheduledEvent event = nightly.as(ScheduledEvent.class);

        assertThat(Getters.nulls(event)).isEmpty();
        assertThat(Getters.of(event))
                .containsEntry("version", "0")
                .containsEntry("account", "123456789012")
                .containsEntry("region", "us-east-1")
                .containsEntry("detailType", "Scheduled Event")
                .containsEntry("source", "aws.events")
                .containsEntry("resources[0]", "arn:aws:events:us-east-1:123456789012:rule/nightly");
        assertThat(event.getTime().toInstant()).hasToString("2024-03-01T01:00:00.000Z");
        assertThat(event.getDetail()).isEmpty();
    }

    @Test
    void hasTimesOfWholeSeconds() {
        assertThat(ScheduleEvent.of("r")
                        .at(Instant.parse("2024-03-01T01:00:00.999Z"))
                        .json())
                .contains("\"time\":\"2024-03-01T01:00:00Z\"");
    }

    @Test
    void canBeAnyEventOfEventBridge() {
        ScheduledEvent event = ScheduleEvent.of("r")
                .with("/source", "com.acme")
                .with("/detail-type", "Order")
                .with("/detail/order", Map.of("id", 7))
                .as(ScheduledEvent.class);

        assertThat(event.getSource()).isEqualTo("com.acme");
        assertThat(event.getDetailType()).isEqualTo("Order");
        assertThat(event.getDetail()).isEqualTo(Map.of("order", Map.of("id", 7)));
    }
}
