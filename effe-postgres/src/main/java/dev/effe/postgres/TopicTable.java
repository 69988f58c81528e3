package dev.effe.postgres;

import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The topics of the application, by name and number. Thread-safe. */
final class TopicTable {

    private static final String MAKE =
            "insert into ${schema}.topic (name, lanes) values (?, ?) on conflict (name) do nothing";
    private static final String FIND = "select id, lanes from ${schema}.topic where name = ?";

    private final Schema schema;

    /** Replaced as a whole by make. */
    private volatile Map<String, TopicRow> topics = Map.of();

    TopicTable(Schema schema) {
        this.schema = schema;
    }

    /** Makes those that there are not. */
    void make(Database database, List<TopicSpec> specs) throws TopicException {
        topics = database.transaction("The topics cannot be made", connection -> {
            Map<String, TopicRow> made = new LinkedHashMap<>();
            for (TopicSpec spec : specs.stream()
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList()) {
                Statements.firstUpdate(connection, schema.in(MAKE), spec.name(), spec.lanes());
                int[] found = Statements.next(
                        connection,
                        schema.in(FIND),
                        rows -> rows.next() ? new int[] {rows.getInt(1), rows.getInt(2)} : new int[2],
                        spec.name());
                if (found[1] != spec.lanes()) {
                    throw new TopicException("The topic " + spec.name() + " has " + found[1]
                            + " lanes in the database, but effe.yaml says " + spec.lanes()
                            + ": lanes are for ever, so make a topic of another name, or say lanes: " + found[1]);
                }
                made.put(spec.name(), new TopicRow(found[0], spec));
            }
            return made;
        });
    }

    Collection<TopicRow> all() {
        return topics.values();
    }

    /** @throws TopicException if the topics are not made yet */
    TopicRow get(String name) throws TopicException {
        TopicRow found = topics.get(name);
        if (found == null && topics.isEmpty()) {
            throw new TopicException("The database has not answered yet");
        }
        if (found == null) {
            throw new IllegalArgumentException("There is no topic " + name);
        }
        return found;
    }
}
