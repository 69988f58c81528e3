package dev.effe.test.events;

import dev.effe.test.LambdaEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes of objects in an S3 bucket: {@code S3Event}. Immutable and thread-safe.
 *
 * {@snippet class="dev.effe.test.events.S3EventTest" region="created"}
 */
public final class S3Event extends LambdaEvent {

    private final List<Change> changes;

    private S3Event(List<Change> changes) {
        this.changes = changes;
    }

    /**
     * Objects that were put, of 1024 bytes each: ObjectCreated:Put.
     *
     * @param bucket the bucket's name
     * @param keys their keys, as a client writes them: the event has them encoded as S3 does, with {@code +} for a space
     * @return the event
     */
    public static S3Event created(String bucket, String... keys) {
        return of("ObjectCreated:Put", bucket, keys);
    }

    /**
     * Objects that were deleted, which have neither size nor eTag: ObjectRemoved:Delete.
     *
     * @param bucket the bucket's name
     * @param keys their keys, as {@link #created} has them
     * @return the event
     */
    public static S3Event removed(String bucket, String... keys) {
        return of("ObjectRemoved:Delete", bucket, keys);
    }

    private static S3Event of(String name, String bucket, String... keys) {
        Instant now = Instant.now();
        return new S3Event(Stream.of(keys)
                .map(key -> new Change(name, bucket, key, 1024, now))
                .toList());
    }

    /**
     * Names another event of S3's.
     *
     * @param name without its first word, such as {@code ObjectCreated:Copy}
     * @return a new event
     */
    public S3Event name(String name) {
        return new S3Event(Batch.each(changes, change -> change.named(name)));
    }

    /**
     * Sets the size of each object.
     *
     * @param bytes its size
     * @return a new event
     */
    public S3Event size(long bytes) {
        return new S3Event(Batch.each(changes, change -> change.sized(bytes)));
    }

    /**
     * Says when the objects changed.
     *
     * @param changed counts in milliseconds
     * @return a new event
     */
    public S3Event at(Instant changed) {
        return new S3Event(Batch.each(changes, change -> change.at(changed)));
    }

    /**
     * Puts the changes of another event behind those of this one.
     *
     * @param more of any bucket
     * @return a new event
     */
    public S3Event and(S3Event more) {
        return new S3Event(Batch.joined(changes, more.changes));
    }

    @Override
    protected Map<String, @Nullable Object> value() {
        return Json.records(changes.size(), i -> changes.get(i).record(i));
    }

    private record Change(String name, String bucket, String key, long bytes, Instant at) {

        Change named(String other) {
            return new Change(other, bucket, key, bytes, at);
        }

        Change sized(long other) {
            return new Change(name, bucket, key, other, at);
        }

        Change at(Instant other) {
            return new Change(name, bucket, key, bytes, other);
        }

        Json record(int index) {
            Json s3 = Json.object()
                    .put("s3SchemaVersion", "1.0")
                    .put("configurationId", "828aa6fc-f7b5-4305-8584-487c791949c1")
                    .put("bucket", bucketJson())
                    .put("object", objectJson(index));
            return Json.object()
                    .put("eventVersion", "2.1")
                    .put("eventSource", "aws:s3")
                    .put("awsRegion", Aws.REGION)
                    .put("eventTime", SnsEvent.MILLIS.format(at))
                    .put("eventName", name)
                    .put("userIdentity", Json.object().put("principalId", "AWS:AIDAINPONIXQXHT3IKHL2"))
                    .put("requestParameters", Json.object().put("sourceIPAddress", "127.0.0.1"))
                    .put(
                            "responseElements",
                            Json.object()
                                    .put("x-amz-request-id", "D82B88E5F771F645")
                                    .put(
                                            "x-amz-id-2",
                                            "vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQjryTjKlc5aLWGVHPZLj5NeC6qMa0emYBDXOo6QBU0Wo="))
                    .put("s3", s3);
        }

        private Json bucketJson() {
            return Json.object()
                    .put("name", bucket)
                    .put("ownerIdentity", Json.object().put("principalId", "A3I5XTEXAMAI3E"))
                    .put("arn", "arn:aws:s3:::" + bucket);
        }

        /** S3 encodes keys as forms are, but leaves slashes. */
        private Json objectJson(int index) {
            String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
            Json object = Json.object().put("key", encoded);
            if (!name.startsWith("ObjectRemoved")) {
                object.put("size", bytes).put("eTag", Aws.md5(Aws.utf8(key)));
            }
            return object.put(
                    "sequencer", HexFormat.of().withUpperCase().toHexDigits(at.toEpochMilli() * 1000 + index));
        }
    }
}
