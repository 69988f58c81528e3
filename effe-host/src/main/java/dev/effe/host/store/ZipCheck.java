package dev.effe.host.store;

import dev.effe.host.model.Limits;
import dev.effe.host.store.BadZipException.Kind;
import dev.effe.server.unpack.ZipModes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Looks through a zip before it is kept: what it may hold, that all of it can be read, and how much that is, whatever it
 * says of itself. Writes nothing. Confined to one thread.
 */
final class ZipCheck {

    private static final int KIND = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final Pattern DRIVE = Pattern.compile("[a-zA-Z]:.*", Pattern.DOTALL);
    private static final String NO_ZIP =
            "Could not unzip uploaded file. Please check your file, then try to upload again.";

    /** True for a file, false for a folder; by the name as the file system sees it. */
    private final Map<String, Boolean> seen = new HashMap<>();

    /** The spelling that each name came with. */
    private final Map<String, String> spelled = new HashMap<>();

    private final byte[] buffer = new byte[64 * 1024];
    private long bytes;

    private ZipCheck() {}

    /**
     * Checks a zip. Blocks, for as long as it takes to inflate up to 250 MiB.
     *
     * @throws BadZipException if it is refused
     * @throws IOException if the file cannot be read
     */
    static void check(Path archive) throws BadZipException, IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            new ZipCheck().check(zip, ZipModes.read(archive));
        } catch (ZipException | IllegalArgumentException e) {
            throw malformed("");
        } catch (IOException e) {
            if (archive.toFile().canRead()) {
                throw malformed(""); // Such as a name that is no UTF-8, or an entry that is cut.
            }
            throw e;
        }
    }

    private void check(ZipFile zip, Map<String, Integer> modes) throws BadZipException, IOException {
        if (zip.size() > Limits.ZIP_ENTRIES) {
            throw malformed(" It has " + zip.size() + " entries, more than " + Limits.ZIP_ENTRIES + ".");
        }
        boolean empty = true;
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            int kind = modes.getOrDefault(entry.getName(), 0) & KIND;
            if (kind != 0 && kind != FILE && kind != FOLDER) {
                throw malformed(" It has something that is no file and no folder: " + entry.getName());
            }
            boolean file = !entry.isDirectory() && kind != FOLDER;
            checkName(entry.getName(), file);
            if (file) {
                empty = false;
                checkContent(zip, entry);
            }
        }
        if (empty) {
            throw new BadZipException(Kind.MALFORMED, "Uploaded file must be a non-empty zip");
        }
    }

    private void checkName(String name, boolean file) throws BadZipException {
        String slashes = name.replace('\\', '/');
        if (slashes.startsWith("/") || DRIVE.matcher(slashes).matches() || name.indexOf('\0') >= 0) {
            throw malformed(" It has an absolute path: " + name);
        }
        StringBuilder path = new StringBuilder();
        String[] parts = Normalizer.normalize(slashes, Normalizer.Form.NFC).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].equals("..")) {
                throw malformed(" It has a file outside of it: " + name);
            }
            if (parts[i].isEmpty() || parts[i].equals(".")) {
                continue;
            }
            path.append('/').append(parts[i]);
            checkPlace(path.toString(), file && i == parts.length - 1, name);
        }
        String earlier = spelled.putIfAbsent(path.toString(), name);
        if (earlier != null && !earlier.equals(name)) {
            throw malformed(" It has two names for one file: " + earlier + " and " + name);
        }
    }

    private void checkPlace(String path, boolean file, String name) throws BadZipException {
        Boolean earlier = seen.putIfAbsent(path, file);
        if (earlier != null && earlier != file) {
            throw malformed(" It has a file and a folder of one name: " + name);
        }
    }

    /** Its CRC too, which ZipFile does not look at. */
    private void checkContent(ZipFile zip, ZipEntry entry) throws BadZipException, IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = zip.getInputStream(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
                bytes += read;
                if (bytes > Limits.UNZIPPED_BYTES) {
                    throw new BadZipException(
                            Kind.UNZIPPED_SIZE,
                            "Unzipped size must be smaller than " + Limits.UNZIPPED_BYTES + " bytes");
                }
            }
        }
        if (crc.getValue() != entry.getCrc()) {
            throw malformed(" It has a file whose checksum is wrong: " + entry.getName());
        }
    }

    private static BadZipException malformed(String detail) {
        return new BadZipException(Kind.MALFORMED, NO_ZIP + detail);
    }
}
