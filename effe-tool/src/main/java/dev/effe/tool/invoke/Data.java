package dev.effe.tool.invoke;

import dev.effe.server.cli.ToolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The bytes that a call sends. */
public final class Data {

    /** More than a server takes by default, so that it is the server who refuses. */
    private static final int MOST_BYTES = 64 << 20;

    private Data() {}

    /**
     * The data of an option.
     *
     * @param text the data itself, or {@code @} and the file that has it
     */
    public static byte[] of(String text) throws IOException {
        if (!text.startsWith("@")) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        Path file = Path.of(text.substring(1));
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ToolException("The file of --data has more than " + MOST_BYTES + " bytes: " + file);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ToolException("--data names " + file + ", which is not there");
        } catch (ToolException e) {
            throw e;
        } catch (IOException e) {
            throw new ToolException("The file of --data cannot be read: " + file + ": " + e.getMessage());
        }
    }

    /** The next line that is not blank, without its end; null if there is none. */
    static byte @Nullable [] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0) {
            if (next == '\n' && !line.toString(StandardCharsets.ISO_8859_1).isBlank()) {
                return line.toByteArray();
            }
            if (next == '\n') {
                line.reset();
            } else if (line.size() == MOST_BYTES) {
                throw new ToolException("A line of standard input has more than " + MOST_BYTES + " bytes");
            } else {
                line.write(next);
            }
            next = in.read();
        }
        return line.toString(StandardCharsets.ISO_8859_1).isBlank() ? null : line.toByteArray();
    }
}
