package dev.effe.host.engine;

import dev.effe.host.model.Runtimes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Finds the languages of this machine. Stateless. */
public final class Programs {

    private Programs() {}

    /**
     * Looks on PATH, as instances do.
     *
     * @param environment that of the host
     */
    public static Runtimes runtimes(Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "");
        return new Runtimes(Runtime.version().feature(), isOn(path, "node"), isOn(path, "python3"));
    }

    private static boolean isOn(String path, String program) {
        for (String folder : path.split(File.pathSeparator, -1)) {
            try {
                if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                    return true;
                }
            } catch (InvalidPathException e) {
                // No folder has this name.
            }
        }
        return false;
    }
}
