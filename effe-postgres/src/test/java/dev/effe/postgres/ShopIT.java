package dev.effe.postgres;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.topics.Booking;
import com.acme.topics.Placing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real jars: an order is appended in one process and runs the report in another. */
class ShopIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path SERVER = Path.of(System.getProperty("effe.jar", "../effe-server/target/effe.jar"));
    private static final Path STORE = Path.of(System.getProperty("effe.postgres.jar", "target/effe-postgres.jar"));
    private static final Pattern PORT = Pattern.compile(" on port (\\d+)");
    private static final Pattern ADMIN_PORT = Pattern.compile("admin port (\\d+)");

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private PostgresServer server;
    private String database;

    @BeforeEach
    void write() throws Exception {
        server = PostgresServer.shared();
        database = server.newDatabase();
        Files.copy(SERVER, folder.resolve("effe.jar"));
        Files.copy(STORE, folder.resolve("effe-postgres.jar"));
        Path code = Path.of(Placing.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.copy(server.passwordFile(), folder.resolve("password"));
        Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions:
                  orders: {code: "%1$s", logic: %2$s, routes: [POST /orders], appends: [placed]}
                  report:
                    code: "%1$s"
                    logic: %3$s
                    set: {book: "%4$s"}
                    triggers: [{topic: placed, from: earliest}]
                topics: {placed: {lanes: 4}}
                store: {kind: postgres, url: "%5$s", user: postgres, password-file: password}
                settings: {port: 0, host: 127.0.0.1}
                """.formatted(
                        code,
                        Placing.class.getName(),
                        Booking.class.getName(),
                        folder.resolve("book.txt"),
                        server.url(database)));
    }

    @AfterEach
    void kill() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }
    }

    private Path output(Process process) {
        return folder.resolve("output-" + processes.indexOf(process));
    }

    private Process start(String only, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                "effe.jar",
                "--app",
                "effe.yaml",
                "--only",
                only));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output-" + processes.size()).toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EFFE_"));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private int port(Process process) throws Exception {
        return port(process, PORT);
    }

    private int port(Process process, Pattern which) throws Exception {
        await().atMost(PATIENCE)
                .until(() -> !process.isAlive()
                        || which.matcher(Files.readString(output(process))).find());
        String lines = Files.readString(output(process));
        Matcher port = which.matcher(lines);
        assertThat(port.find()).as(lines).isTrue();
        return Integer.parseInt(port.group(1));
    }

    private List<String> book() throws IOException {
        Path book = folder.resolve("book.txt");
        return Files.exists(book) ? Files.readAllLines(book) : List.of();
    }

    /** The lines of the book that a process has written. */
    private List<String> bookedBy(Process process) throws IOException {
        return book().stream()
                .filter(line -> line.startsWith(process.pid() + " "))
                .toList();
    }

    private int lanesOf(Process process) {
        return Integer.parseInt(
                server.psql(database, "select count(*) from effe.cursor where owner like '%/" + process.pid() + " %'"));
    }

    private void order(int port, int number) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
                .POST(BodyPublishers.ofString("k" + number % 7 + " " + number))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isLessThan(300);
    }

    private void awaitBooked(int orders) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            String all = String.join("\n", book());
            for (int number = 0; number < orders; number++) {
                assertThat(all).containsPattern("\\b" + number + "\\b");
            }
        });
    }

    @Test
    void anOrderOfOneProcessIsBookedByAnotherAndByItsSuccessor() throws Exception {
        Process report = start("report");
        int port = port(start("orders"));
        port(report);
        for (int number = 0; number < 20; number++) {
            order(port, number);
        }
        awaitBooked(20);

        report.destroyForcibly(); // Gives nothing back.
        assertThat(report.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        for (int number = 20; number < 40; number++) {
            order(port, number);
        }
        Process successor = start("report");
        port(successor);
        awaitBooked(40); // Once the leases of the one that is dead are over.
        assertThat(bookedBy(successor)).hasSizeGreaterThanOrEqualTo(20);

        Process other = start("report");
        port(other);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(lanesOf(other)).isEqualTo(2));
        successor.destroy(); // Gives its lanes back.
        assertThat(successor.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(lanesOf(successor)).isZero();
        for (int number = 40; number < 60; number++) {
            order(port, number);
        }
        awaitBooked(60);
        assertThat(server.psql(database, "select last_off from effe.topic")).isEqualTo("60");
    }

    @Test
    void metricsTellOfTheInbox() throws Exception {
        Process orders = start("orders", "--admin-port", "0");
        int port = port(orders);
        int admin = port(orders, ADMIN_PORT);
        assertThat(scrape(admin)).contains("effe_topic_inbox 0.0", "effe_topic_inbox_oldest_seconds 0.0");
        try (Connection relay = server.connect(database);
                Statement statement = relay.createStatement()) {
            relay.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(" + new Schema("effe").lock(Numbering.LOCK) + ")");
            order(port, 1);
            order(port, 2);
            server.psql(database, "update effe.inbox set at = at - interval '1 hour' where id = 1");
            assertThat(scrape(admin))
                    .contains("effe_topic_inbox 2.0")
                    .containsPattern("effe_topic_inbox_oldest_seconds 3[67]\\d\\d\\.");
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scrape(admin))
                        .contains("effe_topic_inbox 0.0", "effe_topic_inbox_oldest_seconds 0.0"));
    }

    private static String scrape(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void withoutItsJarAStartNamesTheFile() throws Exception {
        Files.delete(folder.resolve("effe-postgres.jar"));
        Process process = start("orders");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(Files.readString(output(process)).lines())
                .anySatisfy(line -> assertThat(line).contains("effe.yaml:11:1", "effe-postgres.jar", "WITH=postgres"));
    }
}
