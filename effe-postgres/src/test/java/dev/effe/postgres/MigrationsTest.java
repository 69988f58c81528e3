package dev.effe.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.spi.topics.StoreAddress;
import dev.effe.spi.topics.TopicException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables are made once, by whoever may. */
class MigrationsTest {

    private static PostgresServer server;
    private String database;

    @BeforeAll
    static void findServer() throws Exception {
        server = PostgresServer.shared();
    }

    @BeforeEach
    void makeDatabase() throws Exception {
        database = server.newDatabase();
    }

    private PostgresAddress addressOf(String user) {
        return new PostgresAddress(server.url(database), Optional.of(user), Optional.of(server.passwordFile()));
    }

    private String newUser() {
        String user = "shop_" + database;
        server.psql(
                database,
                "create role " + user + " login password '" + PostgresServer.PASSWORD.replace("'", "''") + "'");
        return user;
    }

    @Test
    void processesThatStartAtOnceMakeThemOnce() throws Exception {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Thread thread = new Thread(() -> {
                try {
                    Stores.open(server.address(database)).close();
                } catch (TopicException | RuntimeException e) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(server.psql(database, "select number from effe.version order by 1"))
                .isEqualTo("1\n2");
    }

    @Test
    void withoutTheRightsAStartNamesTheScriptWhichThenIsEnough(@TempDir Path folder) throws Exception {
        String user = newUser();
        assertThatThrownBy(() -> Stores.open(addressOf(user)))
                .isExactlyInstanceOf(TopicException.class)
                .hasMessageContaining("permission denied")
                .hasMessageContaining("effe topics sql")
                .hasMessageNotContaining("\n");

        StoreAddress address =
                new StoreAddress("host/1", server.url(database), Optional.of(user), Optional.empty(), "effe");
        Path script = Files.writeString(folder.resolve("sql"), new PostgresTopicStoreProvider().script(address));
        for (int i = 0; i < 2; i++) {
            server.run(
                    script,
                    "psql",
                    "--host=127.0.0.1",
                    "--port=" + server.port(),
                    "--username=" + PostgresServer.USER,
                    "--set=ON_ERROR_STOP=1",
                    "--quiet",
                    database);
        }
        try (PostgresTopicStore store = Stores.open(addressOf(user))) {
            Stores.append(store, "a", "1");
            assertThat(store.claims("report", Stores.TOPIC, 0).renew().gained()).hasSize(Stores.LANES);
        }
    }

    @Test
    void tablesOfANewerVersionEndAStart() throws Exception {
        Stores.open(server.address(database)).close();
        server.psql(database, "insert into effe.version (number) values (99)");

        assertThatThrownBy(() -> Stores.open(server.address(database)))
                .isExactlyInstanceOf(TopicException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("effe-postgres.jar");
    }

    @Test
    void aDatabaseOfAnotherEncodingEndsAStart() {
        server.psql(
                "postgres", "create database latin_" + database + " template template0 encoding 'LATIN1' locale 'C'");

        assertThatThrownBy(() -> Stores.open(server.address("latin_" + database)))
                .isExactlyInstanceOf(TopicException.class)
                .hasMessageContaining("UTF8")
                .hasMessageContaining("LATIN1");
    }

    @Test
    void aUrlThatCannotBeReadIsNotRepeated() {
        for (String url : List.of("jdbc:postgresql://db:port/x?password=swordfish", "jdbc:mysql://swordfish@db/x")) {
            StoreAddress address = new StoreAddress("host/1", url, Optional.empty(), Optional.empty(), "effe");
            assertThat(address.toString()).doesNotContain("swordfish");
            assertThatThrownBy(() -> new PostgresTopicStoreProvider().open(address))
                    .isInstanceOf(TopicException.class)
                    .hasMessageContaining("jdbc:postgresql://db/shop")
                    .hasMessageNotContaining("swordfish");
        }
    }
}
