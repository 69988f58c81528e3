package dev.effe.server.function;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The jars and folders that the server's own classes come from, those named by {@code Class-Path} included. */
final class ClassPathEntries {

    private final Set<Path> found = new LinkedHashSet<>();

    private ClassPathEntries() {}

    static Collection<Path> of(ClassLoader loader) {
        ClassPathEntries entries = new ClassPathEntries();
        // Build tools and test runners put the server into a loader of theirs.
        List<URI> roots = loader instanceof URLClassLoader urls ? urls(urls) : property();
        roots.forEach(entries::add);
        return entries.found;
    }

    private static List<URI> urls(URLClassLoader loader) {
        List<URI> uris = new ArrayList<>();
        for (URL url : loader.getURLs()) {
            try {
                uris.add(url.toURI());
            } catch (URISyntaxException e) {
                // The JVM itself ignores what is broken on its class path.
            }
        }
        return uris;
    }

    private static List<URI> property() {
        List<URI> uris = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                uris.add(Path.of(entry).toUri());
            }
        }
        return uris;
    }

    private void add(URI uri) {
        if (!"file".equals(uri.getScheme())) {
            return;
        }
        Path path = Path.of(uri);
        boolean isNew = Files.exists(path) && found.add(path);
        if (isNew && Files.isRegularFile(path)) {
            addNamedBy(path);
        }
    }

    private void addNamedBy(Path path) {
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            String named =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (named != null) {
                for (String entry : named.strip().split(" +", -1)) {
                    add(path.toUri().resolve(entry));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // The JVM itself ignores what is broken on its class path.
        }
    }
}
