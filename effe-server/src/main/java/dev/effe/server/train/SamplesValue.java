package dev.effe.server.train;

import dev.effe.server.settings.FilePath;
import dev.effe.server.settings.ValueType;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sample requests: {@code on} for the usual ones, or the path of the file that has them. */
public record SamplesValue() implements ValueType<Samples> {

    private static final FilePath PATH = new FilePath();

    @Override
    public @Nullable Samples parse(String text) {
        if (text.equals("on")) {
            return new Samples(Optional.empty());
        }
        Path file = PATH.parse(text);
        return file == null ? null : new Samples(Optional.of(file));
    }

    @Override
    public String allowed() {
        return "on or a path";
    }

    @Override
    public String placeholder() {
        return PATH.placeholder();
    }
}
