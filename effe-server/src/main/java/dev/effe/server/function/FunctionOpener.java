package dev.effe.server.function;

import dev.effe.server.unpack.NoPlaceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the jars and folders of a function and its layers, and unpacks what must be: a layer's zip, a package with jars
 * in its lib folder, and for AWS Lambda's handlers every package, since theirs always is a folder. Confined to one thread.
 */
final class FunctionOpener implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(FunctionOpener.class);
    private static final String LIB = "lib/";

    private final boolean always;

    private final List<Archive> own = new ArrayList<>();
    private final List<Archive> libraries = new ArrayList<>();
    private final List<Archive> layers = new ArrayList<>();
    private final FunctionFiles files = new FunctionFiles();

    /** @param always whether every package is to be unpacked */
    FunctionOpener(boolean always) {
        this.always = always;
    }

    /** Where a function is looked for first. */
    List<Archive> own() {
        return own;
    }

    /** Where it is looked for after that: the jars in {@code lib}. */
    List<Archive> libraries() {
        return libraries;
    }

    /** Where its classes are looked for, in this order. */
    List<Archive> all() {
        return Stream.of(own, libraries, layers).flatMap(List::stream).toList();
    }

    /** The files that the path is in; not closed with this. */
    FunctionFiles files() {
        return files;
    }

    void openFunction(Path function) throws LoadException {
        if (Files.isDirectory(function)) {
            openFolder(function);
            return;
        }
        checkReadable(function);
        try {
            if (always || hasLibraries(function)) {
                openFolder(files.unpack(function));
                return;
            }
        } catch (NoPlaceException e) {
            if (!always || hasLibrariesOrIsBroken(function)) {
                throw cannotUnpack(function, e);
            }
            log.warn("{} is read as it is, and its resources are no files: {}", function, e.getMessage());
        } catch (ZipException e) {
            throw neither(function, e);
        } catch (IOException e) {
            throw cannotUnpack(function, e);
        }
        open(own, function);
    }

    private static boolean hasLibraries(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                if (name.startsWith(LIB) && name.endsWith(".jar") && name.indexOf('/', LIB.length()) < 0) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean hasLibrariesOrIsBroken(Path archive) {
        try {
            return hasLibraries(archive);
        } catch (IOException e) {
            return true;
        }
    }

    private void openFolder(Path folder) throws LoadException {
        open(own, folder);
        for (Path jar : jarsIn(folder)) {
            open(own, jar);
        }
        Path lib = folder.resolve("lib");
        for (Path jar : jarsIn(lib)) {
            open(libraries, jar);
        }
        files.addLibraryFolder(folder);
        files.addLibraryFolder(lib);
    }

    /** A jar or folder that the function needs, as it is. */
    void openLibrary(Path library) throws LoadException {
        open(libraries, library);
    }

    /** As if all were unpacked in one folder, where the file of a later layer replaces that of an earlier one. */
    void openLayers(List<Path> paths) throws LoadException {
        SortedMap<Path, Path> jars = new TreeMap<>();
        List<Path> lastFirst = new ArrayList<>();
        for (Path layer : paths) {
            if (!Files.exists(layer)) {
                throw new LoadException(layer + " does not exist: name a folder, zip or jar with --layer");
            }
            if (layer.toString().endsWith(".jar") && !Files.isDirectory(layer)) {
                jars.put(layer.getFileName(), layer);
            } else {
                Path folder = layerFolder(layer);
                List<Path> found = jarsIn(folder.resolve("java/lib"));
                if (found.isEmpty() && !Files.isDirectory(folder.resolve("lib"))) {
                    log.warn(
                            "Nothing of the layer {} is used: it has neither jars in java/lib nor a folder lib", layer);
                }
                found.forEach(jar -> jars.put(jar.getFileName(), jar));
                lastFirst.add(0, folder);
            }
        }
        for (Path jar : jars.values()) {
            open(layers, jar);
        }
        lastFirst.forEach(folder -> files.addLibraryFolder(folder.resolve("lib")));
    }

    private Path layerFolder(Path layer) throws LoadException {
        if (Files.isDirectory(layer)) {
            return layer;
        }
        checkReadable(layer);
        try {
            return files.unpack(layer);
        } catch (ZipException e) {
            throw neither(layer, e);
        } catch (IOException e) {
            throw cannotUnpack(layer, e);
        }
    }

    private static LoadException neither(Path file, IOException e) {
        return new LoadException(file + " is neither a jar nor a folder: " + e.getMessage(), e);
    }

    private static LoadException cannotUnpack(Path file, IOException e) {
        return new LoadException(file + " cannot be unpacked: " + (e.getMessage() == null ? e : e.getMessage()), e);
    }

    private static void open(List<Archive> archives, Path path) throws LoadException {
        checkReadable(path);
        try {
            archives.add(Archive.open(path));
        } catch (IOException e) {
            throw neither(path, e);
        }
    }

    private static void checkReadable(Path path) throws LoadException {
        if (Files.exists(path) && !Files.isReadable(path)) {
            throw new LoadException(path + " cannot be read: the user that runs effe needs the right to read it");
        }
    }

    private static List<Path> jarsIn(Path folder) throws LoadException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        // Sorted, so that every machine gives the same class of two.
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LoadException(folder + " cannot be read: " + e, e);
        }
    }

    /** As the JVM itself, which ignores what is missing or broken on its class path. */
    void openClassPath(Iterable<Path> entries) {
        for (Path entry : entries) {
            try {
                own.add(Archive.open(entry));
            } catch (IOException e) {
                // Ignored.
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Archive archive : all()) {
            archive.close();
        }
    }
}
