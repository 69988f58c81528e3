package dev.effe.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.effe.Draft;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Events as records, in the binary mode of CloudEvents' Kafka binding, and records of whoever else writes to the topic as
 * events. Thread-safe.
 */
final class Records {

    /** Marks an event that has an id of its own: a second one with it is left out. */
    static final String ONCE = "effe-once";

    private static final String CONTENT_TYPE = "content-type";
    private static final String ID = "ce_id";
    private static final String DEPTH = "Effe-Depth";
    private static final String ANY_TYPE = "application/octet-stream";
    private static final int LONGEST_NAME_BYTES = 256;
    private static final int LONGEST_HEX_BYTES = 64;
    private static final int MOST_HEADERS = 64;
    private static final int LONGEST_HEADER_BYTES = 8192;
    private static final Pattern DEPTHS = Pattern.compile("\\d{1,7}");
    private static final Draft EMPTY = Draft.of(new byte[0], ANY_TYPE);
    private static final HexFormat HEX = HexFormat.of();

    private final String application;
    private final Times times;
    /** Ids of events that have none of their own: different in each process and for each event. */
    private final String ids = Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, Character.MAX_RADIX) + "-";

    private final AtomicLong lastId = new AtomicLong();

    Records(String application, Times times) {
        this.application = application;
        this.times = times;
    }

    /** @param topic its name among the brokers */
    ProducerRecord<byte[], byte[]> of(NewEvent event, String topic) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, 0, times.written(), event.key().map(Records::bytes).orElse(null), event.payload());
        Headers headers = record.headers();
        headers.add(CONTENT_TYPE, bytes(event.contentType()));
        headers.add("ce_specversion", bytes("1.0"));
        headers.add(ID, bytes(event.id().orElseGet(() -> ids + lastId.incrementAndGet())));
        headers.add("ce_source", bytes("/" + application + "/" + event.topic()));
        headers.add("ce_type", bytes(event.topic()));
        event.key().ifPresent(key -> headers.add("ce_subject", bytes(key)));
        event.id().ifPresent(id -> headers.add(ONCE, bytes("1")));
        event.headers().forEach((name, value) -> headers.add(name, bytes(value)));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** The offset of an event: the first record of a partition has 0, the first event of a topic 1. */
    static long offset(long ofRecord) {
        return ofRecord + 1;
    }

    static int lane(String key, int lanes) {
        return lane(bytes(key), lanes);
    }

    private static int lane(byte[] key, int lanes) {
        return Utils.toPositive(Utils.murmur2(key)) % lanes;
    }

    /** The event of a record that anybody may have written. */
    static StoredEvent event(ConsumerRecord<byte[], byte[]> record, int lanes) {
        long offset = offset(record.offset());
        byte[] key = record.key();
        Optional<String> name = Optional.ofNullable(key).map(Records::name);
        byte[] value = record.value();
        return new StoredEvent(
                offset,
                name.map(each -> lane(each, lanes)).orElse((int) (offset % lanes)),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())),
                name,
                id(record.headers().lastHeader(ID)),
                contentType(record.headers()),
                headers(record.headers()),
                value == null ? new byte[0] : value);
    }

    /** A key that is no text has a name made of its bytes, so that its events keep their order. */
    private static String name(byte[] key) {
        String text = ofName(key);
        if (text != null) {
            return text;
        }
        if (key.length <= LONGEST_HEX_BYTES) {
            return "0x" + HEX.formatHex(key);
        }
        return "sha256:" + HEX.formatHex(Hash.sha256(key));
    }

    private static Optional<String> id(@Nullable Header header) {
        byte[] value = header == null ? null : header.value();
        return Optional.ofNullable(value == null ? null : ofName(value));
    }

    /** The name that bytes are; null if they are none. */
    private static @Nullable String ofName(byte[] bytes) {
        String text = bytes.length == 0 || bytes.length > LONGEST_NAME_BYTES ? null : decoded(bytes);
        for (int i = 0; text != null && i < text.length(); i++) {
            text = Character.isISOControl(text.charAt(i)) ? null : text;
        }
        return text;
    }

    private static @Nullable String text(@Nullable Header header) {
        byte[] value = header == null ? null : header.value();
        return value == null || value.length > LONGEST_HEADER_BYTES ? null : decoded(value);
    }

    private static @Nullable String decoded(byte[] bytes) {
        if (isAscii(bytes)) { // As nearly all are: a decoder that finds faults takes longer.
            return new String(bytes, US_ASCII);
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean isAscii(byte[] bytes) {
        int all = 0;
        for (byte each : bytes) {
            all |= each;
        }
        return all >= 0;
    }

    private static String contentType(Headers headers) {
        String type = text(headers.lastHeader(CONTENT_TYPE));
        if (type == null || type.equals(ANY_TYPE)) {
            return ANY_TYPE;
        }
        try {
            return Draft.of(new byte[0], type).contentType();
        } catch (IllegalArgumentException e) {
            return ANY_TYPE;
        }
    }

    /** The headers that an event may have; others are left out. */
    private static Map<String, String> headers(Headers headers) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Draft draft = EMPTY;
        int left = MOST_HEADERS;
        for (Header header : headers) {
            String value = isOwn(header.key()) || left == 0 ? null : text(header);
            if (value == null) {
                continue;
            }
            left--;
            if (header.key().equalsIgnoreCase(DEPTH)) {
                if (DEPTHS.matcher(value).matches()) {
                    all.put(DEPTH, value);
                }
                continue;
            }
            try {
                draft = draft.header(header.key(), value);
            } catch (IllegalArgumentException e) {
                // A header of a kind that the server sets itself, or no text, or too long.
            }
        }
        all.putAll(draft.headers());
        return all;
    }

    private static boolean isOwn(String name) {
        return name.startsWith("ce_") || name.equals(CONTENT_TYPE) || name.equals(ONCE);
    }

    /** True if a second event with its id is to be left out. */
    static boolean isOnce(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(ONCE) != null && record.headers().lastHeader(ID) != null;
    }

    /** The part of an event's own id that is kept. */
    static String idHash(byte[] id) {
        return new String(Base64.getEncoder().encode(Arrays.copyOf(Hash.sha256(id), 16)), US_ASCII);
    }

    static String idHash(String id) {
        return idHash(bytes(id));
    }

    static String idHash(ConsumerRecord<byte[], byte[]> record) {
        byte[] id = record.headers().lastHeader(ID).value();
        return idHash(id == null ? new byte[0] : id);
    }
}
