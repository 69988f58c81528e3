package dev.effe.test.events;

import dev.effe.test.LambdaEvent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A batch of records of a Kinesis stream: {@code KinesisEvent}. Immutable and thread-safe.
 *
 * {@snippet class="dev.effe.test.events.KinesisEventTest" region="records"}
 */
public final class KinesisEvent extends LambdaEvent {

    private static final BigInteger FIRST = new BigInteger("49590338271490256608559692538361571095921575989136588898");

    private final String stream;
    private final List<Data> records;

    private KinesisEvent(String stream, List<Data> records) {
        this.stream = stream;
        this.records = records;
    }

    /**
     * Records of the stream {@code my-stream}.
     *
     * @param texts the data of each, sent as UTF-8; in base64 in the event
     * @return the event
     */
    public static KinesisEvent of(String... texts) {
        return of(Stream.of(texts).map(Aws::utf8).toArray(byte[][]::new));
    }

    /**
     * Records of the stream {@code my-stream}.
     *
     * @param data the data of each; in base64 in the event
     * @return the event
     */
    public static KinesisEvent of(byte[]... data) {
        Instant now = Instant.now();
        return new KinesisEvent(
                "my-stream",
                Stream.of(data)
                        .map(bytes -> new Data(Base64.getEncoder().encodeToString(bytes), "1", now))
                        .toList());
    }

    /**
     * Names the stream.
     *
     * @param name its name
     * @return a new event
     */
    public KinesisEvent stream(String name) {
        return new KinesisEvent(name, records);
    }

    /**
     * Sets the partition key of each record; it is {@code 1} unless it is set.
     *
     * @param key the key
     * @return a new event
     */
    public KinesisEvent partitionKey(String key) {
        return new KinesisEvent(stream, Batch.each(records, record -> record.withKey(key)));
    }

    /**
     * Says when the records arrived.
     *
     * @param arrived counts in milliseconds
     * @return a new event
     */
    public KinesisEvent at(Instant arrived) {
        return new KinesisEvent(stream, Batch.each(records, record -> record.at(arrived)));
    }

    /**
     * Puts the records of another event behind those of this one.
     *
     * @param more of the same stream, whatever its own name says
     * @return a new event
     */
    public KinesisEvent and(KinesisEvent more) {
        return new KinesisEvent(stream, Batch.joined(records, more.records));
    }

    @Override
    protected Map<String, @Nullable Object> value() {
        return Json.records(records.size(), i -> records.get(i).record(stream, i));
    }

    private record Data(String base64, String key, Instant arrived) {

        Data withKey(String other) {
            return new Data(base64, other, arrived);
        }

        Data at(Instant other) {
            return new Data(base64, key, other);
        }

        Json record(String stream, int index) {
            String number = FIRST.add(BigInteger.valueOf(index)).toString();
            Json kinesis = Json.object()
                    .put("kinesisSchemaVersion", "1.0")
                    .put("partitionKey", key)
                    .put("sequenceNumber", number)
                    .put("data", base64)
                    .put("approximateArrivalTimestamp", BigDecimal.valueOf(arrived.toEpochMilli(), 3));
            return Json.object()
                    .put("kinesis", kinesis)
                    .put("eventSource", "aws:kinesis")
                    .put("eventVersion", "1.0")
                    .put("eventID", "shardId-000000000006:" + number)
                    .put("eventName", "aws:kinesis:record")
                    .put("invokeIdentityArn", "arn:aws:iam::" + Aws.ACCOUNT + ":role/lambda-role")
                    .put("awsRegion", Aws.REGION)
                    .put("eventSourceARN", Aws.arn("kinesis", "stream/" + stream));
        }
    }
}
