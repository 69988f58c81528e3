package dev.effe.host.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object of JSON as a stream: what is large in it is never in memory. Refuses names that come twice and what is
 * nested deeper than 32 levels. Members that are null are as if they were not there. Stateless.
 */
public final class JsonBody {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_TEXT = 1 << 20;

    private JsonBody() {}

    /** Takes the bytes of a binary member. */
    @FunctionalInterface
    public interface BinarySink {

        /** Opens the place for one member. Called at most once for each. */
        OutputStream open() throws IOException;
    }

    /**
     * Reads a body. Blocks.
     *
     * @param binary the member, by its names with a dot between them, that is base64 and goes to the sink instead; ""
     *     for none
     * @return the members, but for the binary one; an empty body has none
     * @throws MalformedJsonException if it is no such object
     * @throws IOException of the sink
     */
    public static Map<String, Object> read(InputStream in, String binary, BinarySink sink)
            throws MalformedJsonException, IOException {
        try (JsonParser parser = Holder.FACTORY.createParser(in)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return Map.of();
            }
            if (first != JsonToken.START_OBJECT) {
                throw new MalformedJsonException("Unexpected field type");
            }
            Map<String, Object> fields = new Reader(parser, binary, sink).object("");
            if (parser.nextToken() != null) {
                throw new MalformedJsonException("Unexpected content after the end of the object");
            }
            return fields;
        } catch (JacksonException e) {
            JsonLocation place = e.getLocation(); // Jackson's limits have none.
            String where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
            throw new MalformedJsonException("Could not parse request body into json" + where);
        }
    }

    /** One body that is read. */
    private record Reader(JsonParser parser, String binary, BinarySink sink) {

        Map<String, Object> object(String place) throws IOException {
            Map<String, Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                String path = place.isEmpty() ? name : place + "." + name;
                JsonToken token = parser.nextToken();
                if (path.equals(binary) && token == JsonToken.VALUE_STRING) {
                    readBinary();
                } else {
                    Object value = value(token, path);
                    if (value != null) {
                        fields.put(name, value);
                    }
                }
            }
            return fields;
        }

        private void readBinary() throws IOException {
            try (OutputStream out = sink.open()) {
                parser.readBinaryValue(out);
            } catch (IllegalArgumentException e) {
                throw new JsonParseException(parser, "no base64", e);
            }
        }

        private @Nullable Object value(JsonToken token, String path) throws IOException {
            return switch (token) {
                case START_OBJECT -> object(path);
                case START_ARRAY -> array(path);
                case VALUE_STRING -> parser.getText();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                default -> null;
            };
        }

        private List<Object> array(String path) throws IOException {
            List<Object> values = new ArrayList<>();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                Object value = value(token, path + "[]");
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        }
    }

    /** Made when it is first needed. */
    private static final class Holder {
        static final JsonFactory FACTORY = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_TEXT)
                        .maxNumberLength(100)
                        .build())
                .build();
    }
}
