package dev.effe.postgres;

import static dev.effe.server.kit.Soon.await;

import dev.effe.spi.topics.TopicStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A store whose events are seen once an append returns, as the contract's tests want them, and whose database has a clock
 * that they turn.
 */
final class SettledStore implements InvocationHandler {

    private final PostgresTopicStore store;
    private final Connection connection;
    private final Schema schema;
    private final LongSupplier clock;

    private SettledStore(PostgresTopicStore store, Connection connection, Schema schema, LongSupplier clock) {
        this.store = store;
        this.connection = connection;
        this.schema = schema;
        this.clock = clock;
    }

    static TopicStore of(PostgresServer server, String database, Schema schema, LongSupplier clock)
            throws SQLException {
        PostgresTopicStore store = new PostgresTopicStore(server.address(database), schema, "host/1");
        return (TopicStore) Proxy.newProxyInstance(
                SettledStore.class.getClassLoader(),
                new Class<?>[] {TopicStore.class},
                new SettledStore(store, server.connect(database), schema, clock));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("close")) {
            connection.close();
        } else if (!method.getName().equals("create")) {
            turnClock();
        }
        Object result;
        try {
            result = method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (method.getName().equals("create")) {
            replaceClock();
        } else if (method.getName().equals("append")) {
            settle();
        }
        return result;
    }

    private synchronized void replaceClock() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(schema.in("""
                    select pg_advisory_lock(1);
                    create table if not exists ${schema}.told_time (at timestamptz);
                    insert into ${schema}.told_time select now() where not exists (select from ${schema}.told_time);
                    create or replace function ${schema}.clock() returns timestamptz language sql volatile as
                    $$ select max(at) from ${schema}.told_time $$;
                    select pg_advisory_unlock(1)"""));
        }
        turnClock();
    }

    synchronized void turnClock() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                schema.in("update ${schema}.told_time set at = to_timestamp(?::float8 / 1000) where at <>"
                        + " to_timestamp(?::float8 / 1000)"))) {
            statement.setLong(1, clock.getAsLong());
            statement.setLong(2, clock.getAsLong());
            statement.execute();
        }
    }

    private void settle() {
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(2)).until(this::isInboxEmpty);
        long turns = store.turns();
        store.look();
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(2)).until(() -> store.turns() > turns);
    }

    private synchronized boolean isInboxEmpty() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(schema.in("select not exists (select from ${schema}.inbox)"))) {
            return row.next() && row.getBoolean(1);
        }
    }
}
