package dev.effe.server;

import dev.effe.postgres.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An application in real processes whose topics are in PostgreSQL. Stateless. */
final class PostgresApp {

    static final Path EFFE_JAR = Path.of(System.getProperty("effe.jar", "../effe-server/target/effe.jar"));

    private PostgresApp() {}

    /** Writes the file with the password. Returns the end of effe.yaml: the store and settings. */
    static String store(Path folder, PostgresServer postgres, String database) throws IOException {
        Files.writeString(folder.resolve("password"), PostgresServer.PASSWORD);
        return """
                store: {kind: postgres, url: "%s", user: %s, password-file: password}
                settings: {port: 0, admin-port: 0}
                """.formatted(postgres.url(database), PostgresServer.USER);
    }

    /** Starts a process, and waits until it is ready. */
    static EffeProcess start(Path folder, String... arguments) {
        return EffeProcess.in(folder, EFFE_JAR).beside(jars()).start(arguments).ready();
    }

    /** The store and what it needs, as they are on this test's class path. */
    static List<String> jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*(effe-postgres|postgresql-|HikariCP-).*"))
                .toList();
    }
}
