package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.topics.Stocktaking;
import dev.effe.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/** The code of docs/topics.md that deals with each event once, with events that come again by retries and a replay. */
@Tag("once")
class PostgresUniqueIdIT {

    private static final int EVENTS = 10;

    @TempDir
    Path folder;

    private PostgresServer postgres;
    private String database;

    private void write() throws Exception {
        postgres = PostgresServer.shared();
        database = postgres.newDatabase();
        postgres.psql(
                database,
                "create table seen (event text primary key); create table stock (left_over int);"
                        + " insert into stock values (1000)");
        Path driver = Path.of(
                Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        new FunctionJar().merge(driver).add(Stocktaking.class).jar(folder.resolve("stock.jar"));
        Files.writeString(
                folder.resolve("effe.yaml"),
                """
                effe: 1
                name: shop
                functions:
                  stock:
                    code: stock.jar
                    logic: com.acme.topics.Stocktaking
                    set: {stock: "%s", user: %s}
                    triggers: [{topic: placed, retry-delay: 20ms}]
                topics: {placed: {lanes: 4}}
                """.formatted(postgres.url(database), PostgresServer.USER)
                        + PostgresApp.store(folder, postgres, database));
    }

    private String query(String sql) {
        return postgres.psql(database, sql);
    }

    @Test
    void anEventThatComesAgainChangesNothing() throws Exception {
        write();
        try (EffeProcess effe = EffeProcess.in(folder, PostgresApp.EFFE_JAR)
                .beside(PostgresApp.jars())
                .environment("PASSWORD", PostgresServer.PASSWORD)
                .start("--app", folder.resolve("effe.yaml").toString())
                .ready()) {
            TopicsAdmin admin = new TopicsAdmin(effe);
            for (int count = 1; count <= EVENTS; count++) {
                assertThat(admin.append(count).statusCode()).isEqualTo(200);
            }
            await().atMost(EffeProcess.PATIENCE).until(admin::isSettled);
            assertThat(runs(effe)).as("each has come twice").isEqualTo(2 * EVENTS);
            assertThat(query("select count(*) from seen")).isEqualTo("" + EVENTS);
            assertThat(query("select left_over from stock")).isEqualTo("945");

            admin.post("/replays", Map.of("topic", "placed", "function", "stock", "name", "again"));
            await().atMost(EffeProcess.PATIENCE)
                    .until(() -> admin.get("/replays/again").containsKey("ended"));
            assertThat(admin.get("/replays/again").get("done")).isEqualTo(EVENTS);
            assertThat(query("select left_over from stock")).isEqualTo("945");
        }
    }

    /** The number of times that the function was called. */
    private static double runs(EffeProcess effe) {
        return effe.getAdmin("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("effe_trigger_seconds_count"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void theCodeIsThatOfTheDocumentation() throws Exception {
        String source = Files.readString(Path.of("src/test/java/com/acme/topics/Stocktaking.java"));
        String code = source.substring(source.indexOf("topics.md:\n") + 11, source.indexOf("        // So far."));
        assertThat(Files.readString(Path.of("../docs/topics.md"))).contains("```java\n" + code.indent(-8) + "```\n");
    }
}
