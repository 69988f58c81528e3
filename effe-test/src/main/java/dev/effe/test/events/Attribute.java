package dev.effe.test.events;

import java.util.Base64;
import java.util.List;

/**
 * An attribute of a message of SQS or SNS. Immutable.
 *
 * @param type String, Number or Binary
 * @param text the value, of Binary in base64
 */
record Attribute(String type, String text) {

    private static final String BINARY = "Binary";

    static Attribute of(String value) {
        return new Attribute("String", value);
    }

    static Attribute of(Number value) {
        return new Attribute("Number", value.toString());
    }

    static Attribute of(byte[] value) {
        return new Attribute(BINARY, Base64.getEncoder().encodeToString(value));
    }

    boolean isBinary() {
        return type.equals(BINARY);
    }

    /** The value as it is hashed. */
    byte[] bytes() {
        return isBinary() ? Base64.getDecoder().decode(text) : Aws.utf8(text);
    }

    /** As events of SQS have it. */
    Json ofSqs() {
        return Json.object()
                .put(isBinary() ? "binaryValue" : "stringValue", text)
                .put("stringListValues", List.of())
                .put("binaryListValues", List.of())
                .put("dataType", type);
    }

    /** As events of SNS have it. */
    Json ofSns() {
        return Json.object().put("Type", type).put("Value", text);
    }
}
