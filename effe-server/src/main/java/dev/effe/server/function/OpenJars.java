package dev.effe.server.function;

import dev.effe.server.file.FileWatch;
import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of a function, held open from its start, so that its resources come from where its classes do, also when a jar
 * is replaced: the URLs of its resources read from here. A URL that a library makes of a text reads the file, as it is
 * then; so the log names a jar that has changed. Thread-safe once all are opened.
 */
final class OpenJars extends URLStreamHandler implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(OpenJars.class);

    private final Map<String, OpenJar> jars = new LinkedHashMap<>();

    /** Touched by the thread that watches. */
    private final Set<Path> told = new HashSet<>();

    /** Opens it too, unless it is a folder. */
    void open(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            jars.put(path.toUri().toURL().toString(), new OpenJar(path));
        }
    }

    /** The same URL, if it is of one of these jars one that reads from what is open. */
    URL held(URL url) {
        try {
            return url.getProtocol().equals("jar") ? new URL(null, url.toExternalForm(), this) : url;
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        int end = url.getFile().indexOf("!/");
        OpenJar jar = end < 0 ? null : jars.get(url.getFile().substring(0, end));
        // One of another jar takes this over from the URL that it is made relative to.
        return jar == null ? new URL(url.toExternalForm()).openConnection() : new OpenJarConnection(url, jar);
    }

    /** A watch, not started, that names in the log what is replaced or gone. */
    FileWatch watch() {
        String before = jars.values().stream().map(OpenJar::stamp).collect(Collectors.joining());
        return new FileWatch("effe-jar-watch", this::stamps, before, this::tellChanged);
    }

    private String stamps() {
        return jars.values().stream().map(jar -> FileWatch.stamp(jar.path())).collect(Collectors.joining());
    }

    private void tellChanged() {
        for (OpenJar jar : jars.values()) {
            String change = jar.change();
            if (change != null && told.add(jar.path())) {
                log.warn("{} {}: restart effe", jar.path(), change);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (OpenJar jar : jars.values()) {
            jar.close();
        }
    }
}
