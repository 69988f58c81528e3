package dev.effe.server.function;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A jar, its signatures unchecked: the class loader checks those of what it loads. */
final class JarArchive implements Archive {

    private final Path path;
    private final JarFile jar;

    JarArchive(Path path) throws IOException {
        this.path = path;
        this.jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public @Nullable InputStream resource(String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        return entry == null ? null : jar.getInputStream(entry);
    }

    @Override
    public void forEachClass(ClassVisitor visitor) throws IOException {
        for (Iterator<JarEntry> entries = jar.versionedStream().iterator(); entries.hasNext(); ) {
            JarEntry entry = entries.next();
            if (Archive.isClass(entry.getName())) {
                try (InputStream in = jar.getInputStream(entry)) {
                    visitor.visit(entry.getName(), in);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }
}
