package dev.effe.server.function;

import dev.effe.server.file.FileWatch;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A jar as it was when the function was loaded, though its file was replaced or deleted since. Only what writes into the
 * file itself, as cp does, changes it. Thread-safe.
 */
final class OpenJar implements Closeable {

    private final Path path;
    private final String stamp;
    private final @Nullable Object fileKey;
    private final JarFile jar;

    OpenJar(Path path) throws IOException {
        this.path = path;
        this.stamp = FileWatch.stamp(path);
        this.fileKey = fileKey();
        this.jar = open();
    }

    private JarFile open() throws IOException {
        return new JarFile(path.toFile(), true, ZipFile.OPEN_READ, JarFile.runtimeVersion());
    }

    Path path() {
        return path;
    }

    /** The state of its file when it was opened. */
    String stamp() {
        return stamp;
    }

    /** The change of its file, as the end of a sentence; null if there is none. */
    @Nullable String change() {
        if (FileWatch.stamp(path).equals(stamp)) {
            return null;
        }
        try {
            return Objects.equals(fileKey(), fileKey)
                    ? "was written over while its function serves, which may mix what was there and what is: replace jars"
                            + " by mv, not by cp"
                    : "was replaced while its function serves, which goes on with what was there";
        } catch (IOException e) {
            return "is gone while its function serves, which goes on with what was there";
        }
    }

    /** Which file it is: another one if it is replaced. Null where the system does not know. */
    private @Nullable Object fileKey() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Nullable JarEntry entry(String name) throws IOException {
        try {
            return jar.getJarEntry(name);
        } catch (IllegalStateException e) {
            throw new IOException(path + " is closed, as its function is", e);
        }
    }

    InputStream read(JarEntry entry) throws IOException {
        try {
            return jar.getInputStream(entry);
        } catch (IllegalStateException e) {
            throw new IOException(path + " is closed, as its function is", e);
        }
    }

    /**
     * The same jar once more, for a caller that closes it.
     *
     * @throws IOException if its file is not the same any more
     */
    JarFile again() throws IOException {
        JarFile another = open();
        if (FileWatch.stamp(path).equals(stamp)) {
            return another;
        }
        another.close();
        throw new IOException(path + " was replaced after the function was loaded: restart effe to use the new one");
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }
}
