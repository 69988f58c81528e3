package dev.effe.server.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The path of a file or folder. Its reader finds out whether it exists. */
public record FilePath() implements ValueType<Path> {

    @Override
    public @Nullable Path parse(String text) {
        try {
            return text.isEmpty() ? null : Path.of(text);
        } catch (InvalidPathException notOnThisSystem) {
            return null;
        }
    }

    @Override
    public String allowed() {
        return "a path";
    }

    @Override
    public String placeholder() {
        return "<path>";
    }
}
