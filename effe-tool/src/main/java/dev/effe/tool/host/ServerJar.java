package dev.effe.tool.host;

import dev.effe.server.Main;
import dev.effe.server.settings.UsageException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** Finds effe.jar, which instances run. */
final class ServerJar {

    private ServerJar() {}

    /**
     * The jar that this process runs.
     *
     * @throws UsageException if it runs from classes elsewhere
     */
    static Path find() {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        try {
            Path file = source == null
                    ? Path.of("")
                    : Path.of(source.getLocation().toURI()).toAbsolutePath();
            if (file.toFile().isFile()) {
                return file;
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new UsageException("host needs effe.jar: " + e.getMessage(), e);
        }
        throw new UsageException("host needs effe.jar, and this is not it: java -jar effe.jar host");
    }
}
