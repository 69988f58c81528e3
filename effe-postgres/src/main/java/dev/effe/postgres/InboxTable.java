package dev.effe.postgres;

import dev.effe.postgres.Statements.Column;
import dev.effe.spi.topics.NewEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes into the inbox. Stateless. */
final class InboxTable {

    private static final String INSERT = """
            with added as (
                insert into ${schema}.inbox (topic, key, type, headers, payload, dedup)
                select topic, key, type, headers::jsonb, payload, dedup
                from unnest(?, ?, ?, ?, ?, ?) with ordinality as e (topic, key, type, headers, payload, dedup, n)
                order by n
            )
            select pg_current_xact_id()::text""";

    private static final String STATUS = "select coalesce(pg_xact_status(?::xid8), 'aborted')";

    private final String insert;

    InboxTable(Schema schema) {
        this.insert = schema.in(INSERT);
    }

    /** Adds events in their order, in a transaction that begins. Returns its number. */
    String insert(Connection connection, List<Appending> taken) throws SQLException {
        List<Integer> topics = new ArrayList<>();
        List<NewEvent> events = new ArrayList<>();
        for (Appending one : taken) {
            for (NewEvent event : one.events()) {
                topics.add(one.topic());
                events.add(event);
            }
        }
        return Statements.first(
                connection,
                insert,
                rows -> {
                    rows.next();
                    return rows.getString(1);
                },
                Column.ints(topics),
                texts(events, event -> event.key().orElse(null)),
                texts(events, NewEvent::contentType),
                texts(events, event -> EventText.headers(event.headers())),
                new Column("bytea", events.stream().map(NewEvent::payload).toArray(byte[][]::new)),
                texts(events, event -> event.id().orElse(null)));
    }

    private static Column texts(List<NewEvent> events, Function<NewEvent, @Nullable String> text) {
        return new Column("text", events.stream().map(text).toArray(String[]::new));
    }

    /** The state of a transaction: committed, aborted or in progress. */
    String status(Connection connection, String transaction) throws SQLException {
        return Statements.first(
                connection,
                STATUS,
                rows -> {
                    rows.next();
                    return rows.getString(1);
                },
                transaction);
    }
}
