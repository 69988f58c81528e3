package dev.effe.test.events;

import dev.effe.test.LambdaEvent;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notifications of an SNS topic: {@code SNSEvent}. Immutable and thread-safe.
 *
 * {@snippet class="dev.effe.test.events.SnsEventTest" region="notification"}
 */
public final class SnsEvent extends LambdaEvent {

    /** Always with milliseconds, as SNS and S3 write times. */
    static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final String topic;
    private final List<Notification> notifications;

    private SnsEvent(String topic, List<Notification> notifications) {
        this.topic = topic;
        this.notifications = notifications;
    }

    /**
     * Notifications of the topic {@code my-topic}, of which AWS sends one in an event. Their signatures are invented.
     *
     * @param messages the text of each
     * @return the event
     */
    public static SnsEvent of(String... messages) {
        Instant now = Instant.now();
        return new SnsEvent(
                "my-topic",
                Stream.of(messages)
                        .map(message -> new Notification(message, null, now, MessageAttributes.NONE))
                        .toList());
    }

    /**
     * Names the topic.
     *
     * @param name its name
     * @return a new event
     */
    public SnsEvent topic(String name) {
        return new SnsEvent(name, notifications);
    }

    /**
     * Gives each notification a subject; there is none unless it is set.
     *
     * @param subject one line
     * @return a new event
     */
    public SnsEvent subject(String subject) {
        return new SnsEvent(topic, Batch.each(notifications, one -> one.withSubject(subject)));
    }

    /**
     * Gives each notification an attribute of the type String.
     *
     * @param name its name
     * @param value its value
     * @return a new event
     */
    public SnsEvent attribute(String name, String value) {
        return attributes(Attribute.of(value), name);
    }

    /**
     * Gives each notification an attribute of the type Number.
     *
     * @param name its name
     * @param value its value
     * @return a new event
     */
    public SnsEvent attribute(String name, Number value) {
        return attributes(Attribute.of(value), name);
    }

    /**
     * Gives each notification an attribute of the type Binary.
     *
     * @param name its name
     * @param value its value, which the event has in base64
     * @return a new event
     */
    public SnsEvent attribute(String name, byte[] value) {
        return attributes(Attribute.of(value), name);
    }

    private SnsEvent attributes(Attribute attribute, String name) {
        return new SnsEvent(
                topic,
                Batch.each(notifications, one -> one.with(one.attributes().and(name, attribute))));
    }

    /**
     * Says when the notifications were published.
     *
     * @param published counts in milliseconds
     * @return a new event
     */
    public SnsEvent at(Instant published) {
        return new SnsEvent(topic, Batch.each(notifications, one -> one.at(published)));
    }

    /**
     * Puts the notifications of another event behind those of this one.
     *
     * @param more from the same topic, whatever its own name says
     * @return a new event
     */
    public SnsEvent and(SnsEvent more) {
        return new SnsEvent(topic, Batch.joined(notifications, more.notifications));
    }

    @Override
    protected Map<String, @Nullable Object> value() {
        return Json.records(notifications.size(), i -> notifications.get(i).record(topic, i));
    }

    private record Notification(
            String message, @Nullable String subject, Instant published, MessageAttributes attributes) {

        Notification withSubject(String other) {
            return new Notification(message, other, published, attributes);
        }

        Notification at(Instant other) {
            return new Notification(message, subject, other, attributes);
        }

        Notification with(MessageAttributes other) {
            return new Notification(message, subject, published, other);
        }

        Json record(String topic, int index) {
            String arn = Aws.arn("sns", topic);
            return Json.object()
                    .put("EventSource", "aws:sns")
                    .put("EventVersion", "1.0")
                    .put("EventSubscriptionArn", subscription(arn))
                    .put("Sns", sns(arn, Aws.id(topic, index)));
        }

        private static String subscription(String topicArn) {
            return topicArn + ":21be56ed-a058-49f5-8c98-aedd2564c486";
        }

        private Json sns(String topicArn, String id) {
            String host = "https://sns." + Aws.REGION + ".amazonaws.com/";
            return Json.object()
                    .put("Type", "Notification")
                    .put("MessageId", id)
                    .put("TopicArn", topicArn)
                    .put("Subject", subject)
                    .put("Message", message)
                    .put("Timestamp", MILLIS.format(published))
                    .put("SignatureVersion", "1")
                    .put("Signature", Base64.getEncoder().encodeToString(Aws.utf8("no signature of " + id)))
                    .put("SigningCertUrl", host + "SimpleNotificationService-ac565b8b1a6c5d002d285f9598aa1d9b.pem")
                    .put("UnsubscribeUrl", host + "?Action=Unsubscribe&SubscriptionArn=" + subscription(topicArn))
                    .put("MessageAttributes", attributes.ofSns());
        }
    }
}
