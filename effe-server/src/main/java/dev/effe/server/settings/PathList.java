package dev.effe.server.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths of files and folders, separated by commas. Their reader finds out whether they exist. */
record PathList() implements ValueType<List<Path>> {

    @Override
    public @Nullable List<Path> parse(String text) {
        List<Path> paths = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            try {
                if (part.isBlank()) {
                    return null;
                }
                paths.add(Path.of(part.strip()));
            } catch (InvalidPathException notOnThisSystem) {
                return null;
            }
        }
        return List.copyOf(paths);
    }

    @Override
    public String allowed() {
        return "empty or paths";
    }

    @Override
    public String form() {
        return "written like layers/one.zip,layers/two";
    }

    @Override
    public String placeholder() {
        return "<list>";
    }
}
