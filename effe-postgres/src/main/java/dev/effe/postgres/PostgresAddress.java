package dev.effe.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections to a database. The password's file is read for each, so that a new password needs no restart.
 * Thread-safe.
 */
final class PostgresAddress extends PGSimpleDataSource {

    private static final long serialVersionUID = 1;

    private static final int CONNECT_SECONDS = 5;
    /** Longer than a statement may take, so that the server ends it first and says why. */
    private static final int SOCKET_SECONDS = 20;

    private static final int LONGEST_PASSWORD_BYTES = 4096;

    private final transient Optional<Path> passwordFile;
    private final transient boolean preparing;

    /** @throws IllegalArgumentException if the URL cannot be read */
    PostgresAddress(String url, Optional<String> user, Optional<Path> passwordFile) {
        this.passwordFile = passwordFile;
        setUrl(url);
        user.ifPresent(this::setUser);
        preparing = !url.contains("prepareThreshold=");
        if (preparing) {
            setPrepareThreshold(0); // Poolers that share connections lose prepared statements.
        }
        if (!url.contains("connectTimeout=")) {
            setConnectTimeout(CONNECT_SECONDS);
        }
        if (!url.contains("socketTimeout=")) {
            setSocketTimeout(SOCKET_SECONDS);
        }
        if (!url.contains("tcpKeepAlive=")) {
            setTcpKeepAlive(true);
        }
        if (!url.contains("ApplicationName=")) {
            setApplicationName("effe");
        }
    }

    /** False if the URL says which statements the server keeps. */
    boolean mayPrepare() {
        return preparing;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (passwordFile.isEmpty()) {
            return super.getConnection();
        }
        return getConnection(getUser(), password(passwordFile.get()));
    }

    private static String password(Path file) throws SQLException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(LONGEST_PASSWORD_BYTES + 1);
            if (read.length > LONGEST_PASSWORD_BYTES) {
                throw new SQLException(
                        "password-file must have at most " + LONGEST_PASSWORD_BYTES + " bytes: " + file, "28000");
            }
            return new String(read, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new SQLException("password-file cannot be read: " + e, "28000", e);
        }
    }

    /** Where the database is: host, port and name, without anything secret. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < getServerNames().length; i++) {
            text.append(i == 0 ? "" : ",").append(getServerNames()[i]);
            text.append(getPortNumbers()[i] == 0 ? "" : ":" + getPortNumbers()[i]);
        }
        return text.append('/').append(getDatabaseName()).toString();
    }
}
