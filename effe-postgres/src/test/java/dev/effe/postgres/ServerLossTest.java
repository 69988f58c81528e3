package dev.effe.postgres;

import static dev.effe.postgres.Stores.append;
import static dev.effe.postgres.Stores.events;
import static dev.effe.postgres.Stores.payloads;
import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.StoreUnreachableException;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that goes away and comes back, by itself or with another address. */
class ServerLossTest {

    private PostgresServer server;
    private String database;

    @BeforeEach
    void start() throws Exception {
        server = PostgresServer.start();
        database = server.newDatabase();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void nothingIsLostWhenItCrashesAndTheStoreGoesOnByItself() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.effe.postgres");
        logger.addAppender(lines);
        Set<String> kept = new ConcurrentSkipListSet<>();
        List<Thread> appenders = new ArrayList<>();
        try (PostgresTopicStore store = Stores.open(server.address(database))) {
            for (int number = 0; number < 4; number++) {
                appenders.add(appender(store, "k" + number, kept));
            }
            for (int crash = 0; crash < 2; crash++) {
                int before = kept.size();
                await().atMost(Duration.ofMinutes(3)).until(() -> kept.size() > before + 50);
                server.stop("immediate");
                server.begin();
            }
            int before = kept.size();
            await().atMost(Duration.ofMinutes(3)).until(() -> kept.size() > before + 50);
            appenders.forEach(Thread::interrupt);
            for (Thread appender : appenders) {
                appender.join();
            }

            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(payloads(store)).containsAll(kept));
            List<StoredEvent> events = events(store, 0);
            assertThat(events)
                    .extracting(StoredEvent::offset)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, events.size()).boxed().toList());
            assertThat(payloads(store)).doesNotHaveDuplicates();
            assertThat(lines.list).as("a line a minute by each thread").hasSizeBetween(1, 8);
        } finally {
            logger.detachAppender(lines);
        }
    }

    /** Appends numbers until it is interrupted, and keeps those that are said to be kept. */
    private static Thread appender(PostgresTopicStore store, String key, Set<String> kept) {
        Thread thread = new Thread(() -> {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                try {
                    append(store, key, key + ":" + i);
                    kept.add(key + ":" + i);
                } catch (TopicException e) {
                    assertThat(e.getMessage()).containsAnyOf("not kept", "not known");
                }
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void whileItIsAwayEverythingSaysSoInTimeAndWorksAgainAfterwards() throws Exception {
        try (PostgresTopicStore store = Stores.open(server.address(database))) {
            append(store, "a", "1");
            LaneClaims claims = store.claims("report", Stores.TOPIC, 0);
            claims.renew();
            server.stop("fast");

            assertThatThrownBy(() -> store.append(List.of(Stores.event("a", "2")), Duration.ofSeconds(2)))
                    .isInstanceOf(TopicException.class)
                    // Its connection may have broken while it was written, and then nobody can say what became of it.
                    .satisfies(e -> assertThat(e.getMessage()).containsAnyOf("not kept", "not known"));
            assertThatThrownBy(() -> store.append(List.of(Stores.event("a", "never")), Duration.ofSeconds(2)))
                    .isInstanceOf(TopicException.class)
                    .hasMessageContaining("not kept");
            assertThatThrownBy(() -> events(store, 0)).isInstanceOf(StoreUnreachableException.class);
            assertThatThrownBy(() -> store.commit(claims, Map.of(0, 1L), List.of()))
                    .isInstanceOf(StoreUnreachableException.class);
            assertThatThrownBy(claims::renew).isInstanceOf(StoreUnreachableException.class);
            assertThatThrownBy(() -> claims.giveBack(Set.of(1))).isInstanceOf(StoreUnreachableException.class);
            assertThatThrownBy(() -> store.create(Stores.TOPICS)).isInstanceOf(StoreUnreachableException.class);
            server.begin();

            append(store, "a", "3");
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(payloads(store)).containsExactly("1", "3"));
            store.commit(claims, Map.of(0, 1L), List.of());
            assertThat(store.lanes("report", Stores.TOPIC).get(0).cursor()).isEqualTo(1);
        }
    }

    @Test
    void connectionsThatAreCutAreMadeAgain() throws Exception {
        try (PostgresTopicStore store = Stores.open(server.address(database))) {
            for (int i = 1; i <= 5; i++) {
                append(store, "a", "" + i);
                server.psql(
                        database,
                        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'effe'");
            }
            await().atMost(Duration.ofMinutes(3))
                    .ignoreExceptionsInstanceOf(StoreUnreachableException.class)
                    .untilAsserted(() -> assertThat(payloads(store)).containsExactly("1", "2", "3", "4", "5"));
        }
    }

    @Test
    void aDumpGoesOnInAnotherServer(@TempDir Path folder) throws Exception {
        Path dump = Files.createDirectories(folder.resolve("out")).resolve("dump.sql");
        try (PostgresTopicStore store = Stores.open(server.address(database))) {
            for (int i = 1; i <= 20; i++) {
                append(store, "k" + i, "" + i);
            }
            await().atMost(Duration.ofMinutes(3)).until(() -> payloads(store).size() == 20);
            LaneClaims claims = store.claims("report", Stores.TOPIC, 0);
            claims.renew();
            store.commit(claims, Map.of(2, 7L), List.of());
            claims.close();
        }
        server.psql(database, "select effe.append('placed', 'a', '21', 'own-id')"); // Waits in the inbox.
        Files.writeString(dump, dumped());

        try (PostgresServer other = PostgresServer.start()) {
            String restored = other.newDatabase();
            other.run(
                    dump,
                    "psql",
                    "--host=127.0.0.1",
                    "--port=" + other.port(),
                    "--username=" + PostgresServer.USER,
                    "--quiet",
                    "--set=ON_ERROR_STOP=1",
                    restored);
            try (PostgresTopicStore store = Stores.open(other.address(restored))) {
                append(store, "k1", "22");
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> payloads(store).size() == 22);
                assertThat(payloads(store)).endsWith("20", "21", "22");
                assertThat(events(store, 0).get(21).lane())
                        .isEqualTo(events(store, 0).get(0).lane());
                assertThat(store.claims("report", Stores.TOPIC, 0).renew().gained())
                        .containsEntry(2, 7L)
                        .containsEntry(0, 0L);
                other.psql(restored, "select effe.append('placed', 'a', '23', 'own-id')");
                append(store, "k1", "24");
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> payloads(store).size() == 23);
                assertThat(payloads(store)).endsWith("22", "24");
            }
        }
    }

    private String dumped() {
        return server.run(
                "pg_dump",
                "--host=127.0.0.1",
                "--port=" + server.port(),
                "--username=" + PostgresServer.USER,
                "--no-owner",
                database);
    }

    @Test
    void aStartWithoutItCanBeTriedAgain() throws Exception {
        server.stop("fast");
        try (PostgresTopicStore store =
                new PostgresTopicStore(server.address(database), new Schema("effe"), "host/1")) {
            assertThatThrownBy(() -> store.create(Stores.TOPICS))
                    .isInstanceOf(StoreUnreachableException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port() + "/" + database)
                    .hasMessageNotContaining(PostgresServer.PASSWORD)
                    .hasMessageNotContaining("\n");
            assertThatThrownBy(() -> append(store, "a", "1"))
                    .isInstanceOf(TopicException.class)
                    .hasMessageContaining("not answered yet");
            server.begin();
            store.create(Stores.TOPICS);
            append(store, "a", "1");
        }
    }

    @Test
    void anAddressThatIsWrongEndsAStart(@TempDir Path folder) throws IOException {
        Path wrong = Files.writeString(folder.resolve("pw"), "swordfish\n");
        assertStartFails(server.url(database), Optional.of(wrong), "authentication");
        assertStartFails(server.url("nowhere"), Optional.of(server.passwordFile()), "nowhere");
        assertStartFails(server.url(database), Optional.of(folder.resolve("none")), "password-file", "none");
        Files.writeString(wrong, "x".repeat(5000));
        assertStartFails(server.url(database), Optional.of(wrong), "password-file", "4096");
    }

    private static void assertStartFails(String url, Optional<Path> passwordFile, String... messages) {
        PostgresAddress address = new PostgresAddress(url, Optional.of(PostgresServer.USER), passwordFile);
        assertThatThrownBy(() -> Stores.open(address))
                .isExactlyInstanceOf(TopicException.class)
                .hasMessageContainingAll(messages)
                .hasMessageNotContaining("swordfish");
    }
}
