package dev.effe.postgres;

import dev.effe.spi.topics.StoreAddress;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicStore;
import dev.effe.spi.topics.TopicStoreProvider;

/** Opens stores of topics in PostgreSQL. Thread-safe. */
public final class PostgresTopicStoreProvider implements TopicStoreProvider {

    /** For ServiceLoader. */
    public PostgresTopicStoreProvider() {}

    @Override
    public String kind() {
        return "postgres";
    }

    @Override
    public TopicStore open(StoreAddress address) throws TopicException {
        PostgresAddress place;
        try {
            place = new PostgresAddress(address.server(), address.user(), address.passwordFile());
        } catch (IllegalArgumentException e) { // Its message has the URL, and with it perhaps a password.
            throw new TopicException("url must be that of a database, such as jdbc:postgresql://db/shop");
        }
        return new PostgresTopicStore(place, new Schema(address.schema()), address.process());
    }

    @Override
    public String script(StoreAddress address) {
        return new Migrations(new Schema(address.schema())).script() + grants(address);
    }

    private static String grants(StoreAddress address) {
        String user = address.user().orElse("the_user_of_effe");
        String grantee = "\"" + user.replace("\"", "\"\"") + "\"";
        Schema schema = new Schema(address.schema());
        return schema.in("""

                -- The user that Effe logs in as. Who only appends needs the first, and nothing of the tables.
                grant usage on schema ${schema} to %1$s;
                grant select, insert, update, delete on all tables in schema ${schema} to %1$s;
                """).formatted(grantee);
    }
}
