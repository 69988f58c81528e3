package dev.effe.tool.admin;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.app.Application.SettingText;
import dev.effe.server.settings.UsageException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that all commands have which ask an admin port. */
abstract class AdminOptions {

    private static final String PORT = "admin-port";
    private static final String TOKEN_FILE = "admin-token-file";

    @Option(
            names = "--app",
            paramLabel = "<effe.yaml>",
            defaultValue = "effe.yaml",
            description = "The file with admin-port and admin-token-file; effe.yaml by default; repeatable.")
    private List<Path> app;

    @Option(
            names = "--admin-token-file",
            paramLabel = "<path>",
            description = "The file with the token that the admin port wants, if it wants one.")
    private Optional<Path> tokenFile = Optional.empty();

    /** The admin port at a URL that was given. */
    AdminClient at(URI given) {
        boolean isHttp = "http".equalsIgnoreCase(given.getScheme()) || "https".equalsIgnoreCase(given.getScheme());
        if (!isHttp || given.getHost() == null || given.getRawQuery() != null || given.getRawFragment() != null) {
            throw new UsageException("--admin must be a URL, such as http://127.0.0.1:9090, but was " + given);
        }
        return new AdminClient(given, tokenFile);
    }

    /** The admin port that effe.yaml names. */
    AdminClient ofApp() {
        for (Path file : app) {
            if (!Files.exists(file)) {
                throw new UsageException(
                        "There is no " + file + " that names an admin-port: name the server by --admin");
            }
        }
        Application application = AppCheck.ofFiles(app).orThrow();
        SettingText port = application.settings().get(PORT);
        if (port == null) {
            throw new UsageException(
                    app.get(0) + " has no admin-port in its settings: set one, or name the server by --admin");
        }
        SettingText token = application.settings().get(TOKEN_FILE);
        Optional<Path> known = tokenFile.or(() -> Optional.ofNullable(token).map(given -> Path.of(given.text())));
        return new AdminClient(URI.create("http://127.0.0.1:" + port.text()), known);
    }
}
