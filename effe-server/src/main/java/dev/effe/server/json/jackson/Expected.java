package dev.effe.server.json.jackson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Names, in words of JSON, what a type is read from. Immutable and thread-safe. */
final class Expected {

    private static final int MOST_CONSTANTS = 20;

    private static final Map<Class<?>, String> WORDS = Map.ofEntries(
            Map.entry(boolean.class, "a boolean"),
            Map.entry(Boolean.class, "a boolean"),
            Map.entry(byte.class, "an integer of 8 bits"),
            Map.entry(Byte.class, "an integer of 8 bits"),
            Map.entry(short.class, "an integer of 16 bits"),
            Map.entry(Short.class, "an integer of 16 bits"),
            Map.entry(int.class, "an integer of 32 bits"),
            Map.entry(Integer.class, "an integer of 32 bits"),
            Map.entry(long.class, "an integer of 64 bits"),
            Map.entry(Long.class, "an integer of 64 bits"),
            Map.entry(java.math.BigInteger.class, "an integer"),
            Map.entry(float.class, "a number"),
            Map.entry(double.class, "a number"),
            Map.entry(char.class, "a string of one character"),
            Map.entry(Character.class, "a string of one character"),
            Map.entry(byte[].class, "a string in base 64"),
            Map.entry(UUID.class, "a UUID"),
            Map.entry(URI.class, "a URI"),
            Map.entry(URL.class, "a URL"),
            Map.entry(LocalDate.class, "a date such as 2026-11-29"),
            Map.entry(LocalTime.class, "a time such as 10:15:30"),
            Map.entry(LocalDateTime.class, "a date and time such as 2026-11-29T10:15:30"),
            Map.entry(Instant.class, "a date and time such as 2026-11-29T10:15:30Z"),
            Map.entry(OffsetDateTime.class, "a date and time such as 2026-11-29T10:15:30+01:00"),
            Map.entry(ZonedDateTime.class, "a date and time such as 2026-11-29T10:15:30+01:00"),
            Map.entry(Date.class, "a date and time such as 2026-11-29T10:15:30Z"),
            Map.entry(Duration.class, "a duration such as PT1H30M"),
            Map.entry(Period.class, "a period such as P1M"));

    private final ObjectMapper mapper;

    Expected(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    String of(Class<?> type) {
        String word = WORDS.get(type);
        if (word != null) {
            return word;
        }
        if (type.isEnum()) {
            return constants(type);
        }
        if (Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        if (type.getName().startsWith("java.time.") || Calendar.class.isAssignableFrom(type)) {
            return "a date or a time";
        }
        return type.getName().startsWith("java.") && !Map.class.isAssignableFrom(type) ? "another value" : "an object";
    }

    /** As they stand in JSON, which annotations may say. */
    private String constants(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            try {
                names.add(mapper.writeValueAsString(constant));
            } catch (JsonProcessingException e) {
                return "another value";
            }
        }
        return names.size() > MOST_CONSTANTS
                ? "one of " + names.size() + " names"
                : "one of " + String.join(", ", names);
    }
}
