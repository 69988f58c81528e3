package dev.effe.server.app;

import dev.effe.server.app.yaml.Fields;
import dev.effe.server.app.yaml.Kind;
import dev.effe.server.app.yaml.Value;
import dev.effe.server.schedule.Schedule;
import dev.effe.server.text.Nearest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a trigger: of a topic or of a schedule. */
final class TriggerReader {

    private static final List<String> OF_TOPIC =
            List.of("from", "group", "order", "concurrency", "retries", "retry-delay", "replay");
    private static final List<String> OF_SCHEDULE = List.of("zone", "missed");
    private static final Kind<String> FROM =
            new Kind<>(TriggerReader::from, "latest, earliest or an instant such as 2026-11-01T00:00:00Z");

    private TriggerReader() {}

    static Optional<Trigger> read(String function, Value value) {
        Fields fields = value.fields(
                "topic",
                "schedule",
                "from",
                "group",
                "order",
                "concurrency",
                "retries",
                "retry-delay",
                "replay",
                "zone",
                "missed");
        Value topic = fields.get("topic");
        Value schedule = fields.get("schedule");
        if (value.isMap() && (topic == null) == (schedule == null)) {
            value.fault("must have one of topic and schedule, such as {topic: placed} or {schedule: \"0 3 * * *\"}");
        } else if (topic != null) {
            refuse(fields, OF_SCHEDULE, "a schedule");
            return Optional.of(ofTopic(function, topic, fields));
        } else if (schedule != null) {
            refuse(fields, OF_TOPIC, "a topic");
            return Optional.of(ofSchedule(schedule, fields));
        }
        return Optional.empty();
    }

    private static void refuse(Fields fields, List<String> keys, String kind) {
        for (String key : keys) {
            Value value = fields.get(key);
            if (value != null) {
                value.keyFault("is for triggers of " + kind + " only");
            }
        }
    }

    private static Trigger ofTopic(String function, Value topic, Fields fields) {
        String name = topic.text();
        return new Trigger.OfTopic(
                Mention.of(name == null ? "" : name, topic),
                fields.as("group", Names.NAME).orElse(function),
                fields.as("from", FROM).orElse("latest"),
                fields.as("order", Kind.oneOf("key", "none")).orElse("key").equals("key"),
                fields.as("concurrency", Kind.number(1, 10_000)).orElse(16),
                fields.as("retries", Kind.number(0, 100)).orElse(10),
                fields.as("retry-delay", Kind.duration("1ms", "5m")).orElse(Duration.ofSeconds(1)),
                fields.as("replay", Kind.oneOf("allow", "refuse"))
                        .orElse("allow")
                        .equals("allow"));
    }

    private static @Nullable String from(String text) {
        if (text.equals("latest") || text.equals("earliest")) {
            return text;
        }
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Trigger ofSchedule(Value schedule, Fields fields) {
        String text = schedule.text();
        Value zone = fields.get("zone");
        ZoneId whose = zone == null ? ZoneId.of("UTC") : zone(zone);
        if (text != null) {
            try {
                text = Schedule.of(text, whose).text();
            } catch (IllegalArgumentException e) {
                schedule.fault(String.valueOf(e.getMessage()));
            }
        }
        return new Trigger.OfSchedule(
                Mention.of(text == null ? "" : text, schedule),
                whose,
                fields.as("missed", Kind.oneOf("once", "skip")).orElse("once").equals("once"));
    }

    private static ZoneId zone(Value value) {
        String written = value.text();
        String text = written == null ? "UTC" : written;
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            String nearest = Nearest.similar(text, ZoneId.getAvailableZoneIds(), 3);
            value.fault("must be a time zone such as Europe/Berlin, but was '" + text + "'"
                    + (nearest == null ? "" : ": did you mean " + nearest + "?"));
            return ZoneId.of("UTC");
        }
    }
}
