package dev.effe.test.events;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The attributes of a message by their names. Immutable. */
final class MessageAttributes {

    static final MessageAttributes NONE = new MessageAttributes(Map.of());

    private final Map<String, Attribute> byName;

    private MessageAttributes(Map<String, Attribute> byName) {
        this.byName = byName;
    }

    /** With one more, or another one of that name. */
    MessageAttributes and(String name, Attribute attribute) {
        Map<String, Attribute> more = new LinkedHashMap<>(byName);
        more.put(name, attribute);
        return new MessageAttributes(Collections.unmodifiableMap(more));
    }

    Json ofSqs() {
        return json(Attribute::ofSqs);
    }

    Json ofSns() {
        return json(Attribute::ofSns);
    }

    private Json json(Function<Attribute, Json> form) {
        Json all = Json.object();
        byName.forEach((name, attribute) -> all.put(name, form.apply(attribute)));
        return all;
    }

    /**
     * SQS's digest of them, as its developer guide says: of each name, in order, its length and text, the same of the
     * type, a byte for the kind of value, the same of the value. Null if there are none.
     */
    @Nullable String md5() {
        if (byName.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        new TreeMap<>(byName).forEach((name, attribute) -> {
            add(all, Aws.utf8(name));
            add(all, Aws.utf8(attribute.type()));
            all.write(attribute.isBinary() ? 2 : 1);
            add(all, attribute.bytes());
        });
        return Aws.md5(all.toByteArray());
    }

    private static void add(ByteArrayOutputStream all, byte[] part) {
        all.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        all.writeBytes(part);
    }
}
