package dev.effe.host.store;

import dev.effe.Response;
import dev.effe.host.model.CodeRef;
import dev.effe.host.model.FunctionState;
import dev.effe.server.file.FolderTree;
import dev.effe.server.file.OwnerOnly;
import dev.effe.server.file.Sha256;
import dev.effe.server.unpack.ZipModes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The zips of all versions, each once, in the folder {@code code} by their SHA-256. One that no function has any more
 * stays for ten minutes, for whoever is about to start it. Thread-safe.
 */
public final class CodeStore implements Functions.Listener {

    private static final int OWNER_MAY_EXECUTE = 0100;

    private static final Logger log = LoggerFactory.getLogger(CodeStore.class);
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final String ZIP = ".zip";

    private final Path folder;
    private final Path uploads;
    private final Functions functions;
    private final InstantSource clock;

    /** The number of uploads that hold a code, by its SHA-256. Guarded by this. */
    private final Map<String, Integer> held = new HashMap<>();

    /** Since when nobody has a code. Guarded by this. */
    private final Map<String, Instant> released = new HashMap<>();

    CodeStore(Path folder, Path uploads, Functions functions, InstantSource clock) {
        this.folder = folder;
        this.uploads = uploads;
        this.functions = functions;
        this.clock = clock;
    }

    /** Removes what earlier processes left: code that no function has, and uploads. */
    void open() throws IOException {
        OwnerOnly.createFolders(folder);
        FolderTree.delete(uploads);
        OwnerOnly.createFolders(uploads);
        Set<String> used = new HashSet<>();
        for (String sha256 : used()) {
            used.add(sha256 + ZIP);
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                if (!used.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
        functions.listen(this);
    }

    Path uploads() {
        return uploads;
    }

    /** The file with the bytes of a zip as they came, for reading only. */
    public Path zip(CodeRef code) {
        return folder.resolve(code.sha256() + ZIP);
    }

    /** The code of a digest that a function has; null if none has it. */
    public @Nullable CodeRef find(String sha256) {
        for (FunctionState state : functions.all()) {
            for (CodeRef code : state.codes()) {
                if (code.sha256().equals(sha256)) {
                    return code;
                }
            }
        }
        return null;
    }

    /**
     * Sends the bytes of a zip. Blocks as long as the client takes to read them.
     *
     * @throws StoreException if they cannot be read, or the client is gone
     */
    public void send(CodeRef code, Response response) throws StoreException {
        response.header("Content-Length", Long.toString(code.size()));
        try (OutputStream out = response.stream()) {
            Files.copy(zip(code), out);
        } catch (IOException e) {
            throw new StoreException("The code was not sent: " + e, e);
        }
    }

    /** Begins to take a zip. */
    public Upload upload() {
        return new Upload(this, uploads.resolve(UUID.randomUUID().toString()));
    }

    /**
     * A file in a zip.
     *
     * @param size in bytes
     * @param sha256 in hexadecimal digits
     * @param executable whether its owner may execute it
     */
    public record PackedFile(String path, long size, String sha256, boolean executable) {}

    /**
     * The files in a zip by their paths. Blocks.
     *
     * @throws StoreException if it cannot be read
     */
    public List<PackedFile> files(CodeRef code) throws StoreException {
        List<PackedFile> files = new ArrayList<>();
        try (ZipFile zip = new ZipFile(zip(code).toFile())) {
            Map<String, Integer> modes = ZipModes.read(zip(code));
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory()) {
                    boolean executable = (modes.getOrDefault(entry.getName(), 0) & OWNER_MAY_EXECUTE) != 0;
                    files.add(packed(zip, entry, executable));
                }
            }
        } catch (IOException e) {
            throw new StoreException("The code cannot be read: " + e, e);
        }
        files.sort(Comparator.comparing(PackedFile::path));
        return files;
    }

    private static PackedFile packed(ZipFile zip, ZipEntry entry, boolean executable) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[16 * 1024];
        long size = 0;
        try (InputStream in = zip.getInputStream(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                size += read;
            }
        }
        return new PackedFile(entry.getName(), size, HexFormat.of().formatHex(digest.digest()), executable);
    }

    /** Makes a file that is on the disk the zip of a code, which an upload holds from now on. */
    synchronized void take(Path file, CodeRef code) throws IOException {
        Path zip = zip(code);
        if (!Files.exists(zip)) {
            AtomicFile.move(file, zip);
        }
        held.merge(code.sha256(), 1, Integer::sum);
        released.remove(code.sha256());
    }

    /** An upload holds it no more. */
    synchronized void release(CodeRef code) {
        held.computeIfPresent(code.sha256(), (sha256, count) -> count == 1 ? null : count - 1);
        letGo(Set.of(code.sha256()));
    }

    /** A file of an upload stays until the next start. */
    void leave(Path file, IOException failure) {
        log.warn("{} cannot be removed; the next start tries again: {}", file, failure.toString());
    }

    @Override
    public synchronized void changed(String name, @Nullable FunctionState before, @Nullable FunctionState after) {
        Set<String> left = new HashSet<>();
        if (before != null) {
            before.codes().forEach(code -> left.add(code.sha256()));
        }
        if (after != null) {
            after.codes().forEach(code -> left.remove(code.sha256()));
        }
        letGo(left);
    }

    private void letGo(Set<String> candidates) {
        if (candidates.isEmpty() && released.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        candidates.forEach(sha256 -> released.putIfAbsent(sha256, now));
        Set<String> used = used();
        for (Iterator<Map.Entry<String, Instant>> all = released.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Instant> entry = all.next();
            if (used.contains(entry.getKey()) || held.containsKey(entry.getKey())) {
                all.remove();
            } else if (!entry.getValue().plus(GRACE).isAfter(now)) {
                all.remove();
                delete(folder.resolve(entry.getKey() + ZIP));
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} cannot be removed; the next start tries again: {}", file, e.toString());
        }
    }

    private Set<String> used() {
        Set<String> used = new HashSet<>();
        for (FunctionState state : functions.all()) {
            state.codes().forEach(code -> used.add(code.sha256()));
        }
        return used;
    }
}
