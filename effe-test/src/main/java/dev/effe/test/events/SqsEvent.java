package dev.effe.test.events;

import dev.effe.test.LambdaEvent;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A batch of messages of an SQS queue: {@code SQSEvent}. Immutable and thread-safe.
 *
 * {@snippet class="dev.effe.test.events.SqsEventTest" region="batch"}
 */
public final class SqsEvent extends LambdaEvent {

    private final String queue;
    private final List<Message> messages;

    private SqsEvent(String queue, List<Message> messages) {
        this.queue = queue;
        this.messages = messages;
    }

    /**
     * A batch of the queue {@code my-queue}. The ids of its messages are UUIDs that their places in the batch decide.
     *
     * @param bodies the body of each message
     * @return the event
     */
    public static SqsEvent of(String... bodies) {
        Instant now = Instant.now();
        return new SqsEvent(
                "my-queue",
                Stream.of(bodies)
                        .map(body -> new Message(body, null, now, null, MessageAttributes.NONE))
                        .toList());
    }

    /**
     * Names the queue.
     *
     * @param name its name; one that ends with {@code .fifo} makes each message a member of a group
     * @return a new event
     */
    public SqsEvent queue(String name) {
        return new SqsEvent(name, messages);
    }

    /**
     * Sets the ids of the messages, as they are in a handler's {@code SQSBatchResponse}.
     *
     * @param ids one for each message, in their order
     * @return a new event
     * @throws IllegalArgumentException if there are not as many ids as messages
     */
    public SqsEvent ids(String... ids) {
        return new SqsEvent(queue, Batch.zipped(messages, List.of(ids), Message::withId));
    }

    /**
     * Gives each message an attribute of the type String.
     *
     * @param name its name
     * @param value its value
     * @return a new event
     */
    public SqsEvent attribute(String name, String value) {
        return attributes(Attribute.of(value), name);
    }

    /**
     * Gives each message an attribute of the type Number.
     *
     * @param name its name
     * @param value its value
     * @return a new event
     */
    public SqsEvent attribute(String name, Number value) {
        return attributes(Attribute.of(value), name);
    }

    /**
     * Gives each message an attribute of the type Binary.
     *
     * @param name its name
     * @param value its value
     * @return a new event
     */
    public SqsEvent attribute(String name, byte[] value) {
        return attributes(Attribute.of(value), name);
    }

    private SqsEvent attributes(Attribute attribute, String name) {
        return new SqsEvent(
                queue,
                Batch.each(
                        messages, message -> message.with(message.attributes().and(name, attribute))));
    }

    /**
     * Puts all messages into a group of a FIFO queue.
     *
     * @param group the id of the group; {@code default} unless it is set
     * @return a new event
     */
    public SqsEvent group(String group) {
        return new SqsEvent(queue, Batch.each(messages, message -> message.withGroup(group)));
    }

    /**
     * Says when the messages were sent.
     *
     * @param sent counts in milliseconds
     * @return a new event
     */
    public SqsEvent at(Instant sent) {
        return new SqsEvent(queue, Batch.each(messages, message -> message.at(sent)));
    }

    /**
     * Puts the messages of another event behind those of this one.
     *
     * @param more from the same queue, whatever its own name says
     * @return a new event
     */
    public SqsEvent and(SqsEvent more) {
        return new SqsEvent(queue, Batch.joined(messages, more.messages));
    }

    @Override
    protected Map<String, @Nullable Object> value() {
        return Json.records(messages.size(), i -> messages.get(i).record(queue, i));
    }

    /**
     * A message.
     *
     * @param id null for the one of its place in the batch
     * @param group null for the usual one
     */
    private record Message(
            String body,
            @Nullable String id,
            Instant sent,
            @Nullable String group,
            MessageAttributes attributes) {

        Message withId(String other) {
            return new Message(body, other, sent, group, attributes);
        }

        Message withGroup(String other) {
            return new Message(body, id, sent, other, attributes);
        }

        Message at(Instant other) {
            return new Message(body, id, other, group, attributes);
        }

        Message with(MessageAttributes other) {
            return new Message(body, id, sent, group, other);
        }

        Json record(String queue, int index) {
            String messageId = id == null ? Aws.id(queue, index) : id;
            String handle = Base64.getEncoder().encodeToString(Aws.utf8("AQEB " + messageId));
            return Json.object()
                    .put("messageId", messageId)
                    .put("receiptHandle", handle)
                    .put("body", body)
                    .put("attributes", systemAttributes(queue, index))
                    .put("messageAttributes", attributes.ofSqs())
                    .put("md5OfBody", Aws.md5(Aws.utf8(body)))
                    .putIfThere("md5OfMessageAttributes", attributes.md5())
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", Aws.arn("sqs", queue))
                    .put("awsRegion", Aws.REGION);
        }

        private Json systemAttributes(String queue, int index) {
            Json system = Json.object()
                    .put("ApproximateReceiveCount", "1")
                    .put("SentTimestamp", Long.toString(sent.toEpochMilli()))
                    .put("SenderId", "AIDAIENQZJOLO23YVJ4VO")
                    .put("ApproximateFirstReceiveTimestamp", Long.toString(sent.toEpochMilli() + 1));
            return queue.endsWith(".fifo")
                    ? system.put("SequenceNumber", Long.toString(188_499_237_967_000_000L + index))
                            .put("MessageGroupId", group == null ? "default" : group)
                            .put("MessageDeduplicationId", Aws.md5(Aws.utf8(body)))
                    : system;
        }
    }
}
