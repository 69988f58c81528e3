package dev.effe.server.settings;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The path of a unix socket, which operating systems keep short: unix(7) has 108 bytes for it, a zero at its end included,
 * and Java leaves one more free. The socket is made under another name of its folder first, for which there must be room
 * too.
 */
public record SocketPath() implements ValueType<Path> {

    /** The longest path. */
    public static final int MOST_BYTES = 106;

    /** The bytes of the name under which the socket is made. */
    public static final int NAME_BYTES = 9;

    @Override
    public @Nullable Path parse(String text) {
        Path path = new FilePath().parse(text);
        if (path == null || path.getFileName() == null) {
            return null;
        }
        Path folder = path.getParent();
        int folderBytes = folder == null ? 0 : bytes(folder) + 1;
        return bytes(path) > MOST_BYTES || folderBytes + NAME_BYTES > MOST_BYTES ? null : path;
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String allowed() {
        return "a path of at most " + MOST_BYTES + " bytes, the limit of unix sockets";
    }

    @Override
    public String form() {
        return "with a folder of at most " + (MOST_BYTES - NAME_BYTES - 1) + " bytes";
    }

    @Override
    public String placeholder() {
        return "<path>";
    }
}
