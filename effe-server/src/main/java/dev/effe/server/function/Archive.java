package dev.effe.server.function;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** A jar or a folder of classes, read without loading any of them. Confined to the thread that opened it. */
interface Archive extends Closeable {

    String MANIFEST = "META-INF/MANIFEST.MF";

    /**
     * Opens a jar or a folder.
     *
     * @throws IOException if it cannot be read or is neither
     */
    static Archive open(Path path) throws IOException {
        return Files.isDirectory(path) ? new FolderArchive(path) : new JarArchive(path);
    }

    Path path();

    /** A file in it, such as {@code META-INF/services/dev.effe.Logic}, or null. In the version for this Java. */
    @Nullable InputStream resource(String name) throws IOException;

    /** Shows every class of a package, in the version for this Java, without {@code META-INF}. */
    void forEachClass(ClassVisitor visitor) throws IOException;

    /** An attribute of the manifest's main section, or null if it is not there or blank. */
    default @Nullable String manifestAttribute(String name) throws IOException {
        try (InputStream in = resource(MANIFEST)) {
            if (in == null) {
                return null;
            }
            String value = new Manifest(in).getMainAttributes().getValue(name);
            return value == null || value.isBlank() ? null : value.strip();
        }
    }

    /** True if a file may hold a class that can be loaded by its name. */
    static boolean isClass(String name) {
        return name.endsWith(".class")
                && !name.startsWith("META-INF/")
                && !name.endsWith("module-info.class")
                && !name.endsWith("package-info.class");
    }

    /** Is shown the classes of an archive. */
    interface ClassVisitor {
        /**
         * Is shown a class.
         *
         * @param name the file's, such as {@code com/acme/Hello.class}
         * @param in the class file, to be read during this call
         */
        void visit(String name, InputStream in) throws IOException;
    }
}
