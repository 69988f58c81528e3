package dev.effe.test.events;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Operations on the immutable lists of records that batches are. Stateless and thread-safe. */
final class Batch {

    private Batch() {}

    /** The list with a change of each record. */
    static <R> List<R> each(List<R> records, UnaryOperator<R> change) {
        return records.stream().map(change).toList();
    }

    static <R> List<R> joined(List<R> first, List<R> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** The list with a value given to each record in turn. */
    static <R, V> List<R> zipped(List<R> records, List<V> values, Change<R, V> change) {
        if (values.size() != records.size()) {
            throw new IllegalArgumentException(
                    "There are " + records.size() + " records, but " + values.size() + " values for them");
        }
        List<R> changed = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            changed.add(change.of(records.get(i), values.get(i)));
        }
        return List.copyOf(changed);
    }

    /** A record with another value. */
    @FunctionalInterface
    interface Change<R, V> {
        R of(R record, V value);
    }
}
