package dev.effe.server.function;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** What was in a jar or zip that has jars in its lib folder, as those for AWS Lambda do; deleted when it is closed. */
final class UnpackedFolder implements Closeable {

    private static final String LIB = "lib/";

    /** Four times what AWS Lambda allows. */
    private static final long MAX_BYTES = 1L << 30;

    private final Path folder;
    private long left = MAX_BYTES;

    private UnpackedFolder(Path folder) {
        this.folder = folder;
    }

    /** Unpacks it into the folder for temporary files; null if it has no such jars: then it can be read as it is. */
    static @Nullable UnpackedFolder of(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            if (!hasLibraries(zip)) {
                return null;
            }
            UnpackedFolder unpacked = new UnpackedFolder(TemporaryFolders.make("effe-function-"));
            try {
                unpacked.unpack(zip);
                return unpacked;
            } catch (IOException e) {
                unpacked.close();
                throw e;
            }
        }
    }

    private static boolean hasLibraries(ZipFile zip) {
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            if (name.startsWith(LIB) && name.endsWith(".jar") && name.indexOf('/', LIB.length()) < 0) {
                return true;
            }
        }
        return false;
    }

    Path path() {
        return folder;
    }

    private void unpack(ZipFile zip) throws IOException {
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException("it has a file outside of it: " + entry.getName());
            }
            if (entry.isDirectory()) {
                TemporaryFolders.makeFolder(target);
            } else {
                try (InputStream in = zip.getInputStream(entry)) {
                    copy(in, target);
                }
            }
        }
    }

    /** Not by the size that the entry names, which may be a lie. */
    private void copy(InputStream in, Path target) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        try (OutputStream out = TemporaryFolders.makeFile(target)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                left -= read;
                if (left < 0) {
                    throw new IOException("it holds more than " + (MAX_BYTES >> 20) + " MiB");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    @Override
    public void close() throws IOException {
        TemporaryFolders.delete(folder);
    }
}
