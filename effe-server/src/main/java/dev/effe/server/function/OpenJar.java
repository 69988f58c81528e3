package dev.effe.server.function;

import dev.effe.server.file.FileWatch;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A jar as it was when the function was loaded, whatever has become of its file since. Thread-safe. */
final class OpenJar implements Closeable {

    private final Path path;
    private final String stamp;
    private final JarFile jar;

    OpenJar(Path path) throws IOException {
        this.path = path;
        this.stamp = FileWatch.stamp(path);
        this.jar = open();
    }

    private JarFile open() throws IOException {
        return new JarFile(path.toFile(), true, ZipFile.OPEN_READ, JarFile.runtimeVersion());
    }

    Path path() {
        return path;
    }

    /** How its file was when it was opened. */
    String stamp() {
        return stamp;
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
