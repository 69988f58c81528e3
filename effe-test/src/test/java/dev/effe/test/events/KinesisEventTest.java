package dev.effe.test.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KinesisEventTest {

    private static List<KinesisEventRecord> records(KinesisEvent event) {
        return event.as(com.amazonaws.services.lambda.runtime.events.KinesisEvent.class)
                .getRecords();
    }

    private static String text(KinesisEventRecord record) {
        return StandardCharsets.UTF_8.decode(record.getKinesis().getData()).toString();
    }

    @Test
    void isABatchOfRecords() {
        // @start region="records"
        KinesisEvent event = KinesisEvent.of("{\"click\": 1}", "{\"click\": 2}").stream("clicks")
                .partitionKey("user-7");
        // @end
        List<KinesisEventRecord> records = records(event);

        assertThat(records).extracting(KinesisEventTest::text).containsExactly("{\"click\": 1}", "{\"click\": 2}");
        assertThat(records)
                .extracting(record -> record.getKinesis().getPartitionKey())
                .containsOnly("user-7");
        assertThat(records)
                .extracting(KinesisEventRecord::getEventSourceARN)
                .containsOnly("arn:aws:kinesis:us-east-1:123456789012:stream/clicks");
        assertThat(records).extracting(KinesisEventRecord::getEventID).doesNotHaveDuplicates();
    }

    @Test
    void hasAllThatAwsSends() {
        KinesisEvent event = KinesisEvent.of("Hello, this is a test.").at(Instant.parse("2018-12-17T22:10:50.987Z"));
        KinesisEventRecord record = records(event).get(0);

        // AWS's class can tell of no encryption, which an event does not say either.
        assertThat(Getters.nulls(record)).containsExactly("kinesis.encryptionType");
        assertThat(Getters.of(record))
                .containsEntry("eventSource", "aws:kinesis")
                .containsEntry("eventName", "aws:kinesis:record")
                .containsEntry("eventVersion", "1.0")
                .containsEntry("kinesis.kinesisSchemaVersion", "1.0");
        assertThat(record.getKinesis().getApproximateArrivalTimestamp()).isEqualTo("2018-12-17T22:10:50.987Z");
        assertThat(event.json())
                .contains("\"data\":\"SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==\"")
                .contains("\"approximateArrivalTimestamp\":1545084650.987");
    }

    @Test
    void hasAnyBytes() {
        byte[] bytes = {0, -1, 10};
        List<KinesisEventRecord> records =
                records(KinesisEvent.of(bytes, new byte[0]).and(KinesisEvent.of("\u00e9")));

        assertThat(records.get(0).getKinesis().getData()).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(records.get(1).getKinesis().getData().remaining()).isZero();
        assertThat(text(records.get(2))).isEqualTo("\u00e9");
    }
}
