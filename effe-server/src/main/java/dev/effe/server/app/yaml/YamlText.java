package dev.effe.server.app.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a file as text, within its limit. */
final class YamlText {

    /** The longest file, in bytes. */
    static final int MAX_BYTES = 1 << 20;

    private YamlText() {}

    /** The text, or null after adding the reason why there is none. */
    static @Nullable String read(Place file, Faults faults) {
        String problem;
        try {
            byte[] bytes = bytes(file.file());
            if (bytes.length <= MAX_BYTES) {
                return decode(bytes, file, faults);
            }
            problem = "has more than 1 MiB, the most that is read";
        } catch (NoSuchFileException e) {
            problem = "cannot be read: there is no such file";
        } catch (AccessDeniedException e) {
            problem = "cannot be read: access is denied";
        } catch (IOException e) {
            problem = "cannot be read: " + e.getMessage();
        }
        faults.add(file, problem);
        return null;
    }

    /** At most one byte more than the limit, also of a file that grows, or of a device without an end. */
    private static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder; name the file in it, such as " + file.resolve("effe.yaml"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    private static @Nullable String decode(byte[] bytes, Place file, Faults faults) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        String decoded = text.flip().toString();
        if (result.isError()) {
            faults.add(endOf(decoded, file), "is not UTF-8 here");
            return null;
        }
        return decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
    }

    private static Place endOf(String text, Place file) {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        String last = text.substring(text.lastIndexOf('\n') + 1);
        return file.at(line, 1 + last.codePointCount(0, last.length()));
    }
}
