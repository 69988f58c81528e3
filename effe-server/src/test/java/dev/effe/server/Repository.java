package dev.effe.server;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the whole project. */
public final class Repository {

    private Repository() {}

    /** The nearest folder upward that has {@code .mvn}. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            if (folder == null) {
                return fail("No folder with .mvn upward from %s", Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }
}
