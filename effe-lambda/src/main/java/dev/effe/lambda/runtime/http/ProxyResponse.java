package dev.effe.lambda.runtime.http;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.DeserializationFeature;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonNode;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A response as handlers write it in JSON: {@code {"statusCode", "headers", "multiValueHeaders", "cookies", "body",
 * "isBase64Encoded"}}, of which only the first must be there.
 *
 * @param json an object
 */
record ProxyResponse(JsonNode json) {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Reads an answer that must be a response. */
    static ProxyResponse of(byte[] result) throws MalformedAnswerException {
        JsonNode answer = parse(result);
        if (answer == null || !answer.isObject()) {
            throw new MalformedAnswerException("it must be an object with a statusCode");
        }
        return new ProxyResponse(answer);
    }

    /**
     * Makes an answer of it.
     *
     * @param contentType that of an answer that names none
     */
    HttpAnswer answer(int status, String contentType) throws MalformedAnswerException {
        return new HttpAnswer(status, headers(contentType), body());
    }

    /** Checks that it has no other fields, but for those that say nothing. */
    void checkFields(Set<String> known) throws MalformedAnswerException {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!known.contains(field.getKey()) && !field.getValue().isNull()) {
                throw new MalformedAnswerException("a REST API knows no field " + field.getKey());
            }
        }
    }

    /** Reads JSON; null if it is none. */
    static @Nullable JsonNode parse(byte[] text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            return json.isMissingNode() ? null : json;
        } catch (IOException e) {
            return null;
        }
    }

    /** A field; null if it is not there or is null. */
    @Nullable JsonNode field(String name) {
        JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** The status: a number, or a text of one. */
    int status() throws MalformedAnswerException {
        JsonNode status = field("statusCode");
        String text = status == null ? "" : status.asText();
        try {
            int code = text.length() == 3 ? Integer.parseInt(text) : 0;
            if (code >= 200 && code <= 599) {
                return code;
            }
        } catch (NumberFormatException e) {
            // As if it were not there.
        }
        throw new MalformedAnswerException("statusCode must be from 200 to 599, but is " + status);
    }

    /**
     * The headers, multi-value ones and cookies too: of each name all values.
     *
     * @param contentType that of an answer that names none
     */
    Map<String, List<String>> headers(String contentType) throws MalformedAnswerException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, JsonNode> header : properties("multiValueHeaders")) {
            headers.computeIfAbsent(header.getKey(), name -> new ArrayList<>(1))
                    .addAll(texts(header.getKey(), header.getValue()));
        }
        for (Map.Entry<String, JsonNode> header : properties("headers")) {
            List<String> values = headers.computeIfAbsent(header.getKey(), name -> new ArrayList<>(1));
            String value = text(header.getKey(), header.getValue());
            if (!values.contains(value)) {
                values.add(value);
            }
        }
        JsonNode cookies = field("cookies");
        if (cookies != null) {
            headers.computeIfAbsent("Set-Cookie", name -> new ArrayList<>()).addAll(texts("cookies", cookies));
        }
        headers.values().removeIf(List::isEmpty);
        headers.putIfAbsent("Content-Type", List.of(contentType));
        return headers;
    }

    private Iterable<Map.Entry<String, JsonNode>> properties(String name) throws MalformedAnswerException {
        JsonNode object = field(name);
        if (object == null) {
            return List.of();
        }
        if (!object.isObject()) {
            throw new MalformedAnswerException(name + " must be an object");
        }
        return object.properties();
    }

    private static List<String> texts(String name, JsonNode array) throws MalformedAnswerException {
        if (!array.isArray()) {
            throw new MalformedAnswerException(name + " must be an array");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : array) {
            texts.add(text(name, value));
        }
        return texts;
    }

    private static String text(String name, JsonNode value) throws MalformedAnswerException {
        if (value.isContainerNode()) {
            throw new MalformedAnswerException("a value of " + name + " must be a string");
        }
        return value.isNull() ? "" : value.asText();
    }

    /** The body, decoded if it is said to be in base64; empty if there is none. */
    byte[] body() throws MalformedAnswerException {
        JsonNode body = field("body");
        if (body == null) {
            return new byte[0];
        }
        if (!body.isTextual()) {
            throw new MalformedAnswerException("body must be a string");
        }
        JsonNode base64 = field("isBase64Encoded");
        if (base64 == null || !base64.asBoolean()) {
            return body.textValue().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(body.textValue());
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswerException("body is not base64: " + e.getMessage());
        }
    }
}
