package dev.effe.test.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class S3EventTest {

    private static List<S3EventNotificationRecord> records(S3Event event) {
        return event.as(com.amazonaws.services.lambda.runtime.events.S3Event.class)
                .getRecords();
    }

    @Test
    void tellsOfNewObjects() {
        // @start region="created"
        S3Event event = S3Event.created("photos", "2024/me and you.jpg", "caf\u00e9+tea.txt")
                .size(5_000_000_000L);
        // @end
        List<S3EventNotificationRecord> records = records(event);

        assertThat(records).extracting(S3EventNotificationRecord::getEventName).containsOnly("ObjectCreated:Put");
        assertThat(records)
                .extracting(record -> record.getS3().getBucket().getName())
                .containsOnly("photos");
        assertThat(records)
                .extracting(record -> record.getS3().getObject().getKey())
                .containsExactly("2024/me+and+you.jpg", "caf%C3%A9%2Btea.txt");
        assertThat(records)
                .extracting(record -> record.getS3().getObject().getUrlDecodedKey())
                .containsExactly("2024/me and you.jpg", "caf\u00e9+tea.txt");
        assertThat(records)
                .extracting(record -> record.getS3().getObject().getSizeAsLong())
                .containsOnly(5_000_000_000L);
    }

    @Test
    void hasAllThatAwsSends() {
        S3EventNotificationRecord record = records(
                        S3Event.created("b", "k").at(Instant.parse("2019-09-03T19:37:27.192Z")))
                .get(0);

        assertThat(Getters.nulls(record)).isEmpty();
        assertThat(Getters.of(record))
                .containsEntry("s3.object.versionId", "")
                .containsEntry("eventVersion", "2.1")
                .containsEntry("eventSource", "aws:s3")
                .containsEntry("awsRegion", "us-east-1")
                .containsEntry("s3.bucket.arn", "arn:aws:s3:::b")
                .containsEntry("s3.object.sizeAsLong", 1024L);
        assertThat(record.getEventTime().toInstant()).hasToString("2019-09-03T19:37:27.192Z");
        assertThat(record.getS3().getObject().getSequencer()).matches("[0-9A-F]{16}");
        assertThat(record.getS3().getObject().geteTag()).matches("[0-9a-f]{32}");
    }

    @Test
    void tellsOfWhatIsGone() {
        S3EventNotificationRecord record = records(S3Event.removed("b", "k")).get(0);

        assertThat(record.getEventName()).isEqualTo("ObjectRemoved:Delete");
        assertThat(Getters.of(record))
                .containsEntry("s3.object.eTag", "")
                .containsEntry("s3.object.sizeAsLong", 0L)
                .containsEntry("s3.object.key", "k");
    }

    @Test
    void joinsChangesOfOtherBucketsInTheirOrder() {
        S3Event event = S3Event.created("a", "1").name("ObjectCreated:Copy").and(S3Event.removed("b", "2"));

        assertThat(records(event))
                .extracting(record -> record.getS3().getBucket().getName() + " " + record.getEventName())
                .containsExactly("a ObjectCreated:Copy", "b ObjectRemoved:Delete");
        List<S3EventNotificationRecord> ordered = records(S3Event.created("a", "1", "2"));
        assertThat(ordered)
                .extracting(record -> record.getS3().getObject().getSequencer())
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
