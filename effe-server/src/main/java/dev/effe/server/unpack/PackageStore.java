package dev.effe.server.unpack;

import dev.effe.server.file.FileWatch;
import dev.effe.server.file.OwnerOnly;
import dev.effe.server.file.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Unpacks packages, each for one process at a time, as each instance of AWS Lambda has its own. A package that was
 * unpacked once is used again by whoever starts next with it. The latest of those that nobody uses stay, up to 1 GiB.
 * Thread-safe.
 */
public final class PackageStore {

    private static final Logger log = LoggerFactory.getLogger(PackageStore.class);

    /** To unpack so much takes a while, of which an operator wants to know. */
    private static final long LARGE_BYTES = 16 * 1024 * 1024;

    private static final int MAX_IDLE = 100;
    private static final long MAX_IDLE_BYTES = 1L << 30;
    /** The most processes that may have the same package. */
    private static final int MAX_SAME = 1000;
    /** SHA-256 of the package, and a number for each process that has it at once. */
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}-\\d+");

    private final CacheFolder cache;

    PackageStore(CacheFolder cache) {
        this.cache = cache;
    }

    /** The store of the user that this process runs as. */
    public static PackageStore ofUser() {
        return new PackageStore(new CacheFolder(
                System.getenv(),
                System.getProperty("user.home", ""),
                System.getProperty("java.io.tmpdir", ""),
                System.getProperty("user.name", "")));
    }

    /**
     * Unpacks a zip or jar, or finds it unpacked.
     *
     * @throws NoPlaceException if there is no folder that can be written to
     * @throws IOException if it cannot be unpacked; nothing is left that counts as whole then
     */
    public UnpackedPackage unpack(Path archive) throws IOException {
        String stamp = FileWatch.stamp(archive);
        Place place = place(HexFormat.of().formatHex(Sha256.of(archive)));
        try {
            if (!place.isWhole()) {
                unpack(archive, place);
            }
            if (!FileWatch.stamp(archive).equals(stamp)) {
                throw new IOException("it was replaced while it was unpacked: start again");
            }
            return new UnpackedPackage(place);
        } catch (IOException | RuntimeException | Error e) {
            place.close();
            throw e;
        }
    }

    private static void unpack(Path archive, Place place) throws IOException {
        long startNanos = System.nanoTime();
        place.empty();
        Unpacker unpacker = new Unpacker(place.files(), Unpacker.MAX_BYTES);
        unpacker.unpack(archive);
        place.complete(unpacker.bytes());
        log.atLevel(unpacker.bytes() >= LARGE_BYTES ? Level.INFO : Level.DEBUG)
                .log(
                        "Unpacked {} ({} files, {} MiB) in {} after {} ms",
                        archive.getFileName(),
                        unpacker.files(),
                        unpacker.bytes() >> 20,
                        place.files(),
                        (System.nanoTime() - startNanos) / 1_000_000);
    }

    /** One that nobody else has, this package's if it can be. One thread of one process is here at a time. */
    private Place place(String digest) throws IOException {
        synchronized (PackageStore.class) {
            Path packages = cache.make().resolve("packages");
            OwnerOnly.createFolders(packages);
            try (FileChannel lock =
                    OwnerOnly.open(packages.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                for (int i = 0; i < MAX_SAME; i++) {
                    Place place = Place.take(packages.resolve(digest + "-" + i));
                    if (place != null) {
                        place.use();
                        deleteOld(packages);
                        return place;
                    }
                }
            }
            throw new IOException(MAX_SAME + " processes use it at once");
        }
    }

    /** The folders that nobody uses, and those that somebody was killed over. */
    private static void deleteOld(Path packages) {
        List<Place> idle = new ArrayList<>();
        try {
            for (Path path : places(packages)) {
                Place place = Place.take(path);
                if (place != null) {
                    idle.add(place);
                }
            }
            idle.sort(Comparator.comparing(Place::lastUse).reversed());
            int kept = 0;
            long bytes = 0;
            for (Place place : idle) {
                OptionalLong whole = place.bytes();
                bytes += whole.orElse(0);
                kept++;
                if (whole.isEmpty() || kept > MAX_IDLE || bytes > MAX_IDLE_BYTES) {
                    place.delete();
                }
            }
        } catch (IOException e) {
            log.warn("Old packages in {} could not be deleted", packages, e);
        } finally {
            idle.forEach(Place::close);
        }
    }

    private static List<Path> places(Path packages) throws IOException {
        try (Stream<Path> all = Files.list(packages)) {
            return all.filter(
                            path -> NAME.matcher(path.getFileName().toString()).matches())
                    .toList();
        }
    }
}
