package dev.effe.postgres;

import static dev.effe.postgres.Stores.append;
import static dev.effe.postgres.Stores.payloads;
import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.effe.spi.topics.LaneClaims;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind PgBouncer, which gives a connection to others after each transaction. */
class PoolerTest {

    private static final Path PGBOUNCER = Path.of("/usr/sbin/pgbouncer");

    private Process start(PostgresServer server, Path folder, int port) throws IOException {
        Files.writeString(
                folder.resolve("users.txt"),
                "\"postgres\" \"" + PostgresServer.PASSWORD.replace("\"", "\"\"") + "\"\n");
        Files.writeString(
                folder.resolve("pgbouncer.ini"), """
                [databases]
                * = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = transaction
                default_pool_size = 2
                ignore_startup_parameters = extra_float_digits
                """.formatted(server.port(), port, folder.resolve("users.txt")));
        List<String> command = new ArrayList<>(List.of(PGBOUNCER.toString(), "pgbouncer.ini"));
        if (System.getProperty("user.name").equals("root")) { // As which it does not run.
            Files.walk(folder).forEach(file -> file.toFile().setReadable(true, false));
            folder.toFile().setExecutable(true, false);
            command.addAll(0, List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    @Test
    void everythingWorksBehindOne(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(PGBOUNCER), "No PgBouncer is installed here: apt-get install pgbouncer");
        PostgresServer server = PostgresServer.shared();
        String database = server.newDatabase();
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Process pooler = start(server, folder, port);
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> answers(port));
            PostgresAddress address = new PostgresAddress(
                    "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
                    Optional.of(PostgresServer.USER),
                    Optional.of(server.passwordFile()));
            try (PostgresTopicStore store = Stores.open(address);
                    PostgresTopicStore other = Stores.open(address)) {
                use(store, other);
            }
            assertThat(server.psql(database, "select setting from pg_settings where name = 'statement_timeout'"))
                    .isEqualTo("0");
            assertThat(
                            server.psql(
                                    database,
                                    "select count(*) from pg_stat_activity where application_name = 'effe' and query ilike 'listen%'"))
                    .isEqualTo("0");
        } finally {
            pooler.destroy();
            pooler.waitFor();
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void use(PostgresTopicStore store, PostgresTopicStore other) throws Exception {
        List<String> told = new ArrayList<>();
        other.onNews(topic -> {
            synchronized (told) {
                told.add(topic);
            }
        });
        List<Thread> appenders = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            String key = "k" + number;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    try {
                        append(store, key, key + ":" + i);
                    } catch (dev.effe.spi.topics.TopicException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            thread.start();
            appenders.add(thread);
        }
        LaneClaims claims = store.claims("report", Stores.TOPIC, 0);
        LaneClaims others = other.claims("report", Stores.TOPIC, 0);
        for (int i = 0; i < 20; i++) {
            claims.giveBack(claims.renew().surplus());
            others.giveBack(others.renew().surplus());
        }
        for (Thread appender : appenders) {
            appender.join();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> payloads(other).size() == 200);
        assertThat(payloads(other)).doesNotHaveDuplicates();
        store.commit(claims, Map.of(0, 5L, 1, 5L), List.of());
        assertThat(other.lanes("report", Stores.TOPIC).get(1).cursor()).isEqualTo(5);
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            synchronized (told) {
                return !told.isEmpty();
            }
        });
    }
}
