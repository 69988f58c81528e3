package dev.effe.server.unpack;

import dev.effe.server.file.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder for what can be made again, the user's own and nobody else's: {@code effe} in {@code XDG_CACHE_HOME} (XDG
 * Base Directory Specification), else in {@code ~/.cache}, else one of the user's in the folder for temporary files.
 */
final class CacheFolder {

    private static final Logger log = LoggerFactory.getLogger(CacheFolder.class);
    private static final String VARIABLE = "XDG_CACHE_HOME";

    private final List<Path> candidates = new ArrayList<>();
    private final Path last;

    /** Once it is made; touched by one thread at a time. */
    private @Nullable Path made;

    /**
     * @param home the property user.home, which Java has as "?" where there is none
     * @param temporary the property java.io.tmpdir
     */
    CacheFolder(Map<String, String> environment, String home, String temporary, String user) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (Path.of(named).isAbsolute()) { // Any other does not count, says the specification.
            candidates.add(Path.of(named, "effe"));
        }
        // Java's is that of the user's entry in the system, whatever HOME says.
        Stream.of(environment.getOrDefault("HOME", ""), home)
                .distinct()
                .filter(folder -> Path.of(folder).isAbsolute())
                .forEach(folder -> candidates.add(Path.of(folder, ".cache", "effe")));
        last = Path.of(temporary, "effe-" + user).toAbsolutePath();
        candidates.add(last);
    }

    /**
     * Makes the first of them that can be had.
     *
     * @throws NoPlaceException if none can
     */
    Path make() throws NoPlaceException {
        if (made != null) {
            return made;
        }
        List<String> refused = new ArrayList<>();
        for (Path candidate : candidates) {
            try {
                make(candidate);
                made = candidate;
                if (candidate.equals(last)) {
                    log.warn(
                            "Packages are unpacked in {}, which a cleaner of temporary files may empty: name a folder"
                                    + " with {} ({})",
                            last,
                            VARIABLE,
                            refused.isEmpty() ? "there is no home" : String.join("; ", refused));
                } else if (!refused.isEmpty()) {
                    log.warn(
                            "Packages are unpacked in {}, for want of the folder before it: {}",
                            candidate,
                            String.join("; ", refused));
                }
                return candidate;
            } catch (IOException e) {
                refused.add(e.toString());
            }
        }
        throw new NoPlaceException("there is no folder to unpack it in: name one that this user can write to with "
                + VARIABLE + " (" + String.join("; ", refused) + ")");
    }

    private static void make(Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) {
            throw new IOException(folder + " is a link");
        }
        OwnerOnly.createFolders(folder);
        Path probe = Files.createTempFile(folder, "probe", null);
        try (FileChannel lock = FileChannel.open(probe, StandardOpenOption.WRITE)) {
            lock.lock(); // Not every file system can.
            // In a folder for everybody somebody else may have been here first.
            if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe))) {
                throw new IOException(folder + " is somebody else's");
            }
        } finally {
            Files.delete(probe);
        }
        OwnerOnly.tighten(folder);
    }
}
