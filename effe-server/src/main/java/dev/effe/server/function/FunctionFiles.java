package dev.effe.server.function;

import dev.effe.server.unpack.PackageStore;
import dev.effe.server.unpack.UnpackedPackage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that a function's path is in: folders that were unpacked for it, those of its native libraries, and its
 * jars. Made by one thread; a class loader that takes it over may ask from any.
 */
final class FunctionFiles implements Closeable {

    private final PackageStore store = PackageStore.ofUser();
    private final List<UnpackedPackage> unpacked = new ArrayList<>();
    private final List<Path> libraryFolders = new ArrayList<>();
    private final OpenJars jars = new OpenJars();

    /** The folder that has what is in a zip or jar, until this is closed. */
    Path unpack(Path archive) throws IOException {
        UnpackedPackage made = store.unpack(archive);
        unpacked.add(made);
        return made.folder();
    }

    /** The jars, held open until this is closed. */
    OpenJars jars() {
        return jars;
    }

    void addLibraryFolder(Path folder) {
        libraryFolders.add(folder);
    }

    /**
     * The path of a native library in the first of the folders that has it, or null.
     *
     * @param name the file's, such as {@code libx.so}
     */
    @Nullable String library(String name) {
        for (Path folder : libraryFolders) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return file.toString();
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        try {
            jars.close();
        } finally {
            unpacked.forEach(UnpackedPackage::close);
        }
    }
}
