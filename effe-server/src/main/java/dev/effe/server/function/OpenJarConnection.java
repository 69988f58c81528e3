package dev.effe.server.function;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Reads a resource from a jar that is open already. Confined to one thread, as every URLConnection. */
final class OpenJarConnection extends JarURLConnection {

    private final OpenJar jar;
    private @Nullable JarEntry entry;

    OpenJarConnection(URL url, OpenJar jar) throws MalformedURLException {
        super(url);
        this.jar = jar;
    }

    @Override
    public void connect() throws IOException {
        String name = getEntryName();
        if (!connected && name != null) {
            entry = jar.entry(name);
            if (entry == null) {
                throw new FileNotFoundException(name + " is not in " + jar.path());
            }
        }
        connected = true;
    }

    @Override
    public @Nullable JarEntry getJarEntry() throws IOException {
        connect();
        return entry;
    }

    /** One of the caller's own, since callers close it. */
    @Override
    public JarFile getJarFile() throws IOException {
        return jar.again();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        JarEntry found = getJarEntry();
        if (found == null) {
            throw new IOException("no entry name specified");
        }
        return jar.read(found);
    }

    @Override
    public long getContentLengthLong() {
        JarEntry found = entryOrNull();
        return found == null ? -1 : found.getSize();
    }

    @Override
    public int getContentLength() {
        long length = getContentLengthLong();
        return length > Integer.MAX_VALUE ? -1 : (int) length;
    }

    @Override
    public @Nullable String getContentType() {
        return getEntryName() == null ? "x-java/jar" : guessContentTypeFromName(getEntryName());
    }

    @Override
    public long getLastModified() {
        JarEntry found = entryOrNull();
        return found == null ? 0 : Math.max(0, found.getTime());
    }

    private @Nullable JarEntry entryOrNull() {
        try {
            return getJarEntry();
        } catch (IOException e) {
            return null;
        }
    }
}
