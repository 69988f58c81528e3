package dev.effe.test.events;

import dev.effe.test.LambdaEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of items in a DynamoDB table, from its stream: {@code DynamodbEvent}. Immutable and thread-safe.
 *
 * {@snippet class="dev.effe.test.events.DynamoDbEventTest" region="changes"}
 *
 * <p>An item is a map from the names of its attributes to Java's values, which are written as DynamoDB's types: a {@link
 * CharSequence} is S, a {@link Number} N, a {@link Boolean} BOOL, null NULL, a {@code byte[]} B in base64, a {@link
 * java.util.Collection} L, a map M. A {@link java.util.Set} is SS, NS or BS, by its first element.
 */
public final class DynamoDbEvent extends LambdaEvent {

    private final String table;
    private final List<Change> changes;

    private DynamoDbEvent(String table, List<Change> changes) {
        this.table = table;
        this.changes = changes;
    }

    /**
     * An item that was added to the table {@code my-table}: INSERT.
     *
     * @param item the item
     * @param keys the names of the attributes that are the table's key: one or two
     * @return the event
     * @throws IllegalArgumentException if the item has no such key, or a value of no type of DynamoDB's
     */
    public static DynamoDbEvent insert(Map<String, ? extends @Nullable Object> item, String... keys) {
        return of("INSERT", null, item, false, keys);
    }

    /**
     * An item of the table {@code my-table} that was changed: MODIFY.
     *
     * @param old the item before
     * @param item the item after
     * @param keys as of {@link #insert}
     * @return the event
     * @throws IllegalArgumentException as of {@link #insert}
     */
    public static DynamoDbEvent modify(
            Map<String, ? extends @Nullable Object> old, Map<String, ? extends @Nullable Object> item, String... keys) {
        return of("MODIFY", old, item, false, keys);
    }

    /**
     * An item that was deleted from the table {@code my-table}: REMOVE.
     *
     * @param old the item before
     * @param keys as of {@link #insert}
     * @return the event
     * @throws IllegalArgumentException as of {@link #insert}
     */
    public static DynamoDbEvent remove(Map<String, ? extends @Nullable Object> old, String... keys) {
        return of("REMOVE", old, null, false, keys);
    }

    /**
     * An item that DynamoDB deleted since its time to live was over: REMOVE, by the user {@code dynamodb.amazonaws.com}.
     *
     * @param old the item before
     * @param keys as of {@link #insert}
     * @return the event
     * @throws IllegalArgumentException as of {@link #insert}
     */
    public static DynamoDbEvent expire(Map<String, ? extends @Nullable Object> old, String... keys) {
        return of("REMOVE", old, null, true, keys);
    }

    private static DynamoDbEvent of(
            String name, @Nullable Map<String, ?> old, @Nullable Map<String, ?> item, boolean expired, String... keys) {
        Map<String, Object> before = old == null ? null : AttributeValues.of(old);
        Map<String, Object> after = item == null ? null : AttributeValues.of(item);
        Map<String, Object> key = new LinkedHashMap<>();
        for (String attribute : keys) {
            Object value = (after == null ? new HashMap<>(before) : after).get(attribute);
            if (value == null) {
                throw new IllegalArgumentException(
                        "The item has no " + attribute + ", which is a key: " + (item == null ? old : item));
            }
            key.put(attribute, value);
        }
        return new DynamoDbEvent("my-table", List.of(new Change(name, key, before, after, expired, Instant.now())));
    }

    /**
     * Names the table.
     *
     * @param name its name
     * @return a new event
     */
    public DynamoDbEvent table(String name) {
        return new DynamoDbEvent(name, changes);
    }

    /**
     * Says when the items changed.
     *
     * @param changed counts in seconds
     * @return a new event
     */
    public DynamoDbEvent at(Instant changed) {
        return new DynamoDbEvent(table, Batch.each(changes, change -> change.at(changed)));
    }

    /**
     * Puts the changes of another event behind those of this one.
     *
     * @param more of the same table, whatever its own name says
     * @return a new event
     */
    public DynamoDbEvent and(DynamoDbEvent more) {
        return new DynamoDbEvent(table, Batch.joined(changes, more.changes));
    }

    @Override
    protected Map<String, @Nullable Object> value() {
        return Json.records(changes.size(), i -> changes.get(i).record(table, i));
    }

    private record Change(
            String name,
            Map<String, Object> keys,
            @Nullable Map<String, Object> before,
            @Nullable Map<String, Object> after,
            boolean expired,
            Instant at) {

        Change at(Instant other) {
            return new Change(name, keys, before, after, expired, other);
        }

        Json record(String table, int index) {
            Json record = Json.object()
                    .put("eventID", Aws.md5(Aws.utf8(table + " " + index)))
                    .put("eventName", name)
                    .put("eventVersion", "1.1")
                    .put("eventSource", "aws:dynamodb")
                    .put("awsRegion", Aws.REGION)
                    .put("dynamodb", stream(index));
            if (expired) {
                Json service = Json.object().put("type", "Service").put("principalId", "dynamodb.amazonaws.com");
                record.put("userIdentity", service);
            }
            String stream = "table/" + table + "/stream/2015-06-27T00:48:05.899";
            return record.put("eventSourceARN", Aws.arn("dynamodb", stream));
        }

        private Json stream(int index) {
            long bytes = AttributeValues.size(keys) + AttributeValues.size(before) + AttributeValues.size(after);
            return Json.object()
                    .put("ApproximateCreationDateTime", at.getEpochSecond())
                    .put("Keys", keys)
                    .putIfThere("NewImage", after)
                    .putIfThere("OldImage", before)
                    .put("SequenceNumber", Long.toString(442_158_450_000_000_000L + index))
                    .put("SizeBytes", bytes)
                    .put("StreamViewType", "NEW_AND_OLD_IMAGES");
        }
    }
}
