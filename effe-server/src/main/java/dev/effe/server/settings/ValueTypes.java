package dev.effe.server.settings;

import dev.effe.server.net.AddressBlocks;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types of values that many settings have. */
public final class ValueTypes {

    private ValueTypes() {}

    /** A TCP port; 0 for a free one. */
    public static ValueType<Integer> portNumber() {
        return new IntegerRange("<port>", 0, 65_535);
    }

    /** A whole number, both limits included. */
    public static ValueType<Integer> number(int min, int max) {
        return new IntegerRange("<n>", min, max);
    }

    /** A number of bytes, both limits included, such as {@code 64KiB}. */
    public static ValueType<Integer> size(String min, String max) {
        return new ByteSize(min, max);
    }

    /** A duration from 1 ms to a day. */
    public static ValueType<Duration> positiveTime() {
        return new TimeSpan("1ms", "24h");
    }

    /** A duration from nothing to a day. */
    public static ValueType<Duration> time() {
        return new TimeSpan("0s", "24h");
    }

    /** A duration that may be one of days, both limits included, such as {@code 7d}. */
    public static ValueType<Duration> longTime(String min, String max) {
        return new LongTimeSpan(min, max);
    }

    /** {@code on} or {@code off}. */
    public static ValueType<Boolean> onOff() {
        return new Switch();
    }

    /** The path of a file or folder. */
    public static ValueType<Path> filePath() {
        return new FilePath();
    }

    /** The path of a file, or {@code off}. */
    public static ValueType<Optional<Path>> pathOrOff() {
        return orOff(filePath());
    }

    /** One of an enum's constants, in lower case. */
    public static <E extends Enum<E>> ValueType<E> choice(String placeholder, E[] constants) {
        return new Choice<>(placeholder, List.of(constants));
    }

    /** A value, or {@code off} for none. */
    public static <T> ValueType<Optional<T>> orOff(ValueType<T> type) {
        return new OptionalValue<>("off", type);
    }

    /** A value, or nothing at all. */
    public static <T> ValueType<Optional<T>> orEmpty(ValueType<T> type) {
        return new OptionalValue<>("", type);
    }

    /** Paths with commas between them. */
    public static ValueType<List<Path>> paths() {
        return new PathList();
    }

    /** Addresses and blocks of addresses with commas between them. */
    public static ValueType<AddressBlocks> addresses() {
        return new AddressList();
    }

    /** Functions and where they are, with commas between them. */
    public static ValueType<Map<String, URI>> namedAddresses() {
        return new NamedAddresses();
    }

    /** A part of the heap, in bytes. */
    public static ValueType<Long> heapShare() {
        return new HeapShare();
    }

    /** A number of bytes on a disk, both limits included. */
    public static ValueType<Long> diskSize(String min, String max) {
        return new DiskSize(min, max);
    }

    /** A place that records of events go to, or {@code off}. */
    public static ValueType<Optional<URI>> destinationOrOff() {
        return orOff(new DestinationUri());
    }

    /** The URL of a server that speaks HTTP. */
    public static ValueType<URI> server() {
        return new ServerUrl();
    }

    /** The same, or {@code off}. */
    public static ValueType<Optional<URI>> serverOrOff() {
        return orOff(server());
    }
}
