package dev.effe.host.store;

import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.Limits;
import dev.effe.server.file.FolderSync;
import dev.effe.server.file.FolderTree;
import dev.effe.server.file.OwnerOnly;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code functions}: for each function a folder of its name with {@code function.json} and
 * {@code versions/7.json}, which is written once. Of one function one thread at a time writes; thread-safe otherwise.
 */
public final class FunctionFiles {

    private static final Logger log = LoggerFactory.getLogger(FunctionFiles.class);

    /** AWS's pattern of names, which mean nothing to any file system. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1," + Limits.NAME + "}");

    /** The begin of the name of a folder whose function is deleted. */
    private static final String DELETED = ".deleted-";

    private static final String FUNCTION = "function.json";
    private static final String VERSIONS = "versions";

    private final Path folder;

    FunctionFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads all functions, and removes what a crash left that belongs to none.
     *
     * @throws IOException if one cannot be read; the message says which file
     */
    List<FunctionState> load() throws IOException {
        OwnerOnly.createFolders(folder);
        List<FunctionState> states = new ArrayList<>();
        for (Path path : list(folder)) {
            String name = path.getFileName().toString();
            if (name.startsWith(DELETED)) {
                FolderTree.delete(path);
            } else if (NAME.matcher(name).matches()) {
                if (Files.exists(path.resolve(FUNCTION))) {
                    states.add(read(path));
                } else {
                    FolderTree.delete(path); // Its creation was never answered.
                }
            }
        }
        return states;
    }

    private static FunctionState read(Path path) throws IOException {
        Path file = path.resolve(FUNCTION);
        Map<String, Object> fields = fields(file);
        SortedMap<Integer, FunctionVersion> versions = new TreeMap<>();
        try {
            for (int number : StateJson.versionNumbers(fields)) {
                Path versionFile = versionFile(path, number);
                versions.put(number, version(versionFile));
            }
            deleteOthers(path, versions);
            return StateJson.function(fields, versions);
        } catch (RuntimeException e) {
            throw damaged(file, e);
        }
    }

    private static FunctionVersion version(Path file) throws IOException {
        Map<String, Object> fields = fields(file);
        try {
            return StateJson.version(fields);
        } catch (RuntimeException e) {
            throw damaged(file, e);
        }
    }

    private static Map<String, Object> fields(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            return StateJson.map(Json.read(bytes));
        } catch (RuntimeException e) {
            throw damaged(file, e);
        }
    }

    private static IOException damaged(Path file, RuntimeException cause) {
        return new IOException(
                file + " is damaged: put it back from a backup, or move the function's folder away", cause);
    }

    /** The files that were written for a change that was never answered. */
    private static void deleteOthers(Path path, SortedMap<Integer, FunctionVersion> versions) throws IOException {
        Files.deleteIfExists(path.resolve(FUNCTION + AtomicFile.UNFINISHED));
        for (Path file : list(path.resolve(VERSIONS))) {
            String name = file.getFileName().toString();
            boolean known = versions.keySet().stream().anyMatch(number -> name.equals(number + ".json"));
            if (!known) {
                Files.delete(file);
            }
        }
    }

    /**
     * Writes a change. When it returns, the change is on the disk.
     *
     * @param before what is on the disk; null if there is no such function
     * @param after null to delete it
     * @throws IOException if it cannot be written
     */
    void write(@Nullable FunctionState before, @Nullable FunctionState after) throws IOException {
        if (after != null) {
            write(after, before == null ? new TreeMap<>() : before.versions());
        } else if (before != null) {
            delete(before.name());
        }
    }

    private void write(FunctionState state, SortedMap<Integer, FunctionVersion> known) throws IOException {
        Path path = path(state.name());
        Path versions = path.resolve(VERSIONS);
        if (!Files.isDirectory(versions)) {
            OwnerOnly.createFolders(versions);
            FolderSync.force(path);
            FolderSync.force(folder);
        }
        for (FunctionVersion version : state.versions().values()) {
            if (!known.containsKey(version.number())) {
                AtomicFile.write(versionFile(path, version.number()), Json.write(StateJson.version(version)));
            }
        }
        AtomicFile.write(path.resolve(FUNCTION), Json.write(StateJson.function(state)));
        for (int number : known.keySet()) {
            if (!state.versions().containsKey(number)) {
                Files.deleteIfExists(versionFile(path, number));
            }
        }
    }

    /** With one step it is gone; what is left of it is nobody's. */
    private void delete(String name) throws IOException {
        Path gone = folder.resolve(DELETED + UUID.randomUUID());
        Files.move(path(name), gone, StandardCopyOption.ATOMIC_MOVE);
        FolderSync.force(folder);
        try {
            FolderTree.delete(gone);
        } catch (IOException e) {
            log.warn("{} of a deleted function cannot be removed; the next start tries again", gone, e);
        }
    }

    /** The folder of a function. */
    Path path(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a function: " + name);
        }
        return folder.resolve(name);
    }

    private static Path versionFile(Path path, int number) {
        return path.resolve(VERSIONS).resolve(number + ".json");
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }
}
