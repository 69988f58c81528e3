package dev.effe.lambda.runtime.http;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonFactory;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonGenerator;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Writes what events are made of. */
final class EventJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Spells names as HTTP/2 and AWS do. */
    static final UnaryOperator<String> LOWER_CASE = name -> name.toLowerCase(Locale.ROOT);

    static final UnaryOperator<String> AS_IT_CAME = UnaryOperator.identity();

    private EventJson() {}

    /** Writes the fields of an object. */
    @FunctionalInterface
    interface Fields {
        void into(JsonGenerator object) throws IOException;
    }

    /** An object as bytes. */
    static byte[] write(Fields fields) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(FACTORY._getBufferRecycler())) {
            try (JsonGenerator event = FACTORY.createGenerator(bytes)) {
                event.writeStartObject();
                fields.into(event);
                event.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            byte[] whole = bytes.toByteArray();
            bytes.release();
            return whole;
        }
    }

    static void object(JsonGenerator event, String name, Fields fields) throws IOException {
        event.writeObjectFieldStart(name);
        fields.into(event);
        event.writeEndObject();
    }

    /** Writes an object of texts. */
    static void texts(JsonGenerator event, String name, Map<String, String> values) throws IOException {
        event.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : values.entrySet()) {
            event.writeStringField(entry.getKey(), entry.getValue());
        }
        event.writeEndObject();
    }

    /** Writes an object of texts: of each name the values in one, with commas between them. */
    static void joined(
            JsonGenerator event, String name, Map<String, List<String>> values, UnaryOperator<String> spelled)
            throws IOException {
        event.writeObjectFieldStart(name);
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            event.writeStringField(spelled.apply(entry.getKey()), String.join(",", entry.getValue()));
        }
        event.writeEndObject();
    }

    /** Writes an object of texts: of each name the last value. */
    static void last(JsonGenerator event, String name, Map<String, List<String>> values, UnaryOperator<String> spelled)
            throws IOException {
        event.writeObjectFieldStart(name);
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            List<String> all = entry.getValue();
            event.writeStringField(spelled.apply(entry.getKey()), all.get(all.size() - 1));
        }
        event.writeEndObject();
    }

    /** Writes an object of arrays: of each name all values. */
    static void all(JsonGenerator event, String name, Map<String, List<String>> values, UnaryOperator<String> spelled)
            throws IOException {
        event.writeObjectFieldStart(name);
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            array(event, spelled.apply(entry.getKey()), entry.getValue());
        }
        event.writeEndObject();
    }

    static void array(JsonGenerator event, String name, List<String> values) throws IOException {
        event.writeArrayFieldStart(name);
        for (String value : values) {
            event.writeString(value);
        }
        event.writeEndArray();
    }

    static void nulls(JsonGenerator event, String... names) throws IOException {
        for (String name : names) {
            event.writeNullField(name);
        }
    }
}
