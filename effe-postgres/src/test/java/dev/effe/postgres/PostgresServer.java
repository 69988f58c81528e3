package dev.effe.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL on a free port of the loopback address, while tests run. Thread-safe. */
public final class PostgresServer implements AutoCloseable {

    public static final String USER = "postgres";
    public static final String PASSWORD = "se cret'\"\\";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable PostgresServer shared;

    private final Path bin;
    private final Path folder;
    private final int port;
    private final String options;

    private PostgresServer(Path bin, Path folder, int port, String options) {
        this.options = options;
        this.bin = bin;
        this.folder = folder;
        this.port = port;
    }

    /** One for all tests of this JVM, which waits for no disk. The calling test is skipped where no PostgreSQL is installed. */
    public static synchronized PostgresServer shared() throws Exception {
        if (shared == null) {
            // Without seqscan each look at the clock that tests turn would be compiled.
            PostgresServer started = start("-c fsync=off -c jit=off");
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
        }
        return shared;
    }

    /** The calling test is skipped where no PostgreSQL is installed. */
    public static PostgresServer start() throws Exception {
        return start("");
    }

    /** @param options what its command line has besides */
    static PostgresServer start(String options) throws Exception {
        Optional<Path> bin = installed();
        assumeTrue(bin.isPresent(), "No PostgreSQL is installed here: apt-get install postgresql");
        Path folder = Files.createTempDirectory("effe-postgres-");
        PostgresServer server = new PostgresServer(bin.get(), folder, freePort(), options);
        Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) { // As which PostgreSQL does not run.
            var user = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user());
            Files.setOwner(folder.resolve("password"), user);
            Files.setOwner(folder, user);
        }
        server.run(
                "initdb",
                "--pgdata=" + server.data(),
                "--username=" + USER,
                "--pwfile=" + folder.resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
        server.begin();
        return server;
    }

    private static Optional<Path> installed() throws IOException {
        String told = System.getenv("EFFE_POSTGRES_BIN");
        List<Path> folders = new ArrayList<>(told == null ? List.of() : List.of(Path.of(told)));
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted(Comparator.reverseOrder()).forEach(version -> folders.add(version.resolve("bin")));
            }
        }
        Stream.of(System.getenv("PATH").split(":")).map(Path::of).forEach(folders::add);
        return folders.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static String user() throws IOException {
        return Files.readString(Path.of("/etc/passwd")).contains("\npostgres:") ? "postgres" : "nobody";
    }

    private Path data() {
        return folder.resolve("data");
    }

    public int port() {
        return port;
    }

    /** Starts it where it was stopped. */
    public void begin() {
        run(
                "pg_ctl",
                "start",
                "--wait",
                "--timeout=120",
                "--pgdata=" + data(),
                "--log=" + folder.resolve("log"),
                "--options=-p " + port
                        + " -c listen_addresses=127.0.0.1 -c max_connections=200 -c unix_socket_directories=" + folder
                        + " " + options);
    }

    /** Stops it without writing what is in memory, as if it were killed: "immediate"; or "fast". */
    public void stop(String mode) {
        run("pg_ctl", "stop", "--wait", "--mode=" + mode, "--pgdata=" + data());
    }

    /** Runs one of its programs as a user that it accepts. Returns the output. */
    public String run(String program, String... arguments) {
        return run(null, program, arguments);
    }

    /** Runs one of its programs with an input. */
    public String run(@Nullable Path input, String program, String... arguments) {
        try {
            List<String> command = new ArrayList<>();
            if (isRoot()) {
                command.addAll(List.of("setpriv", "--reuid=" + user(), "--regid=" + user(), "--clear-groups"));
            }
            command.add(bin.resolve(program).toString());
            command.addAll(List.of(arguments));
            Path output = Files.createTempFile("effe-postgres-", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            if (input != null) {
                builder.redirectInput(input.toFile());
            }
            builder.environment().putAll(Map.of("PGPASSWORD", PASSWORD, "LC_ALL", "C", "PSQLRC", "/dev/null"));
            Process process = builder.start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(program + " takes longer than 3 minutes");
            }
            String text = Files.readString(output, UTF_8);
            Files.delete(output);
            if (process.exitValue() != 0) {
                throw new IllegalStateException(program + " " + List.of(arguments) + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs psql in a database. Returns what it prints, without names of columns. */
    public String psql(String database, String sql) {
        return run(
                        "psql",
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--username=" + USER,
                        "--no-psqlrc",
                        "--tuples-only",
                        "--no-align",
                        "--quiet",
                        "--set=ON_ERROR_STOP=1",
                        "--command=" + sql,
                        database)
                .strip();
    }

    /** Makes a database. Returns its name. */
    public String newDatabase() throws SQLException {
        String name = "db" + DATABASES.incrementAndGet();
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return name;
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), USER, PASSWORD);
    }

    /** Where connections to a database are opened. */
    PostgresAddress address(String database) {
        return new PostgresAddress(url(database), Optional.of(USER), Optional.of(passwordFile()));
    }

    public Path passwordFile() {
        return folder.resolve("password");
    }

    @Override
    public void close() {
        stop("immediate");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
