package dev.effe.server.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is in a zip into an empty folder, with modes and links, as {@code unzip} does: of two entries with one name
 * the last counts. Refuses what would be outside of the folder. Confined to one thread.
 */
final class Unpacker {

    /** Four times what AWS Lambda allows. */
    static final long MAX_BYTES = 1L << 30;

    static final int MAX_ENTRIES = 250_000;

    private static final int KIND = 0170000;
    private static final int LINK = 0120000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    /** The mode that a file has anyway that is made here. */
    private static final int USUAL = 0644;

    private static final int OWNERS = 0700;
    private static final int MAX_LINK = 4096;
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path folder;
    private final byte[] buffer = new byte[64 * 1024];
    private final Set<Path> made = new HashSet<>();
    private final Map<Path, Integer> folderModes = new LinkedHashMap<>();
    private final Map<Path, String> links = new LinkedHashMap<>();
    private final long maxBytes;
    private long bytes;
    private int files;

    /** @param maxBytes what the files may have together, whatever the zip says of their sizes */
    Unpacker(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        made.add(folder);
    }

    /** The number of bytes that it wrote. */
    long bytes() {
        return bytes;
    }

    int files() {
        return files;
    }

    void unpack(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw new IOException("it has " + zip.size() + " entries, more than " + MAX_ENTRIES);
            }
            Map<String, Integer> modes = ZipModes.read(archive);
            Set<String> seen = new HashSet<>();
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                ZipEntry entry = seen.add(name) ? zip.getEntry(name) : null;
                if (entry != null) {
                    unpack(zip, entry, modes.getOrDefault(name, 0));
                }
            }
        }
        // At last: nothing is written through a link, nor kept out by a mode.
        for (Map.Entry<Path, String> link : links.entrySet()) {
            makeLink(link.getKey(), link.getValue());
        }
        for (Path link : links.keySet()) {
            if (Files.exists(link) && !link.toRealPath().startsWith(folder.toRealPath())) {
                throw linkOut(link, links.get(link));
            }
        }
        for (Map.Entry<Path, Integer> mode : folderModes.entrySet()) {
            setMode(mode.getKey(), mode.getValue() | OWNERS);
        }
    }

    private void unpack(ZipFile zip, ZipEntry entry, int mode) throws IOException {
        Path target = target(entry.getName());
        try {
            if (entry.isDirectory() || (mode & KIND) == FOLDER) {
                makeFolder(target);
                if (mode != 0) {
                    folderModes.put(target, mode);
                }
                return;
            }
            try (InputStream in = zip.getInputStream(entry)) {
                if ((mode & KIND) == LINK) {
                    makeFolder(target.getParent());
                    links.put(target, new String(in.readNBytes(MAX_LINK), StandardCharsets.UTF_8));
                } else if ((mode & KIND) == FILE || (mode & KIND) == 0) {
                    copy(in, target);
                    setFileMode(target, mode);
                } else {
                    throw new IOException("it has something that is no file, folder or link: " + entry.getName());
                }
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException("it has two things that are one file here: " + entry.getName(), e);
        }
    }

    private Path target(String name) throws IOException {
        try {
            Path target = folder.resolve(name).normalize();
            if (target.startsWith(folder)) {
                return target;
            }
        } catch (InvalidPathException e) {
            throw new IOException(
                    "it has a file whose name this process cannot write: " + name
                            + ": start it in a UTF-8 locale, such as LANG=C.UTF-8",
                    e);
        }
        throw new IOException("it has a file outside of it: " + name);
    }

    private void makeFolder(@Nullable Path target) throws IOException {
        if (target != null && made.add(target)) {
            Files.createDirectories(target);
        }
    }

    /** Not by the size that the entry names, which may be a lie. */
    private void copy(InputStream in, Path target) throws IOException {
        makeFolder(target.getParent());
        files++;
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > maxBytes) {
                    throw new IOException("it holds more than " + (maxBytes >> 20) + " MiB");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private void makeLink(Path link, String target) throws IOException {
        try {
            if (Path.of(target).isAbsolute()
                    || !link.resolveSibling(target).normalize().startsWith(folder)) {
                throw linkOut(link, target);
            }
            Files.createSymbolicLink(link, Path.of(target));
        } catch (FileAlreadyExistsException | InvalidPathException e) {
            throw new IOException("it has a link that cannot be made: " + folder.relativize(link), e);
        }
    }

    private IOException linkOut(Path link, @Nullable String target) {
        return new IOException("it has a link to outside of it: " + folder.relativize(link) + " -> " + target);
    }

    private static void setFileMode(Path file, int mode) throws IOException {
        if (mode != 0 && (mode & 0777) != USUAL) {
            setMode(file, mode);
        }
    }

    private static void setMode(Path path, int mode) throws IOException {
        if (POSIX) {
            Set<PosixFilePermission> rights = new HashSet<>();
            int bit = 0400;
            for (PosixFilePermission right : PosixFilePermission.values()) { // From the owner's to read on.
                if ((mode & bit) != 0) {
                    rights.add(right);
                }
                bit >>= 1;
            }
            Files.setPosixFilePermissions(path, rights);
        }
    }
}
