package dev.effe.host.engine;

import dev.effe.server.file.FolderTree;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of sockets, pid files and working folders of instances: short, for the path of a socket has 107 bytes at
 * most, and the owner's alone. Thread-safe.
 */
public final class RunFolder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RunFolder.class);
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final String PID = ".pid";
    private static final long END_SECONDS = 10;

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    public Path path() {
        return folder;
    }

    /**
     * Makes the folder of the host with these data, and empties it: instances that an earlier process has left are
     * killed. To be called by the only process that has the data. Blocks.
     *
     * @param data the folder of the host's data
     * @throws IOException if it cannot be made, or belongs to somebody else; the message says which
     */
    public static RunFolder make(Path data, Map<String, String> environment) throws IOException {
        Path absolute = data.toAbsolutePath().normalize();
        String name = "effe-" + HexFormat.of().toHexDigits(absolute.toString().hashCode());
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        Path folder = runtime.isEmpty()
                ? Path.of("/tmp", name + "-" + Files.getAttribute(data, "unix:uid"))
                : Path.of(runtime, name);
        makeOwn(folder, data);
        RunFolder made = new RunFolder(folder);
        made.endLeftovers();
        made.empty();
        return made;
    }

    /** Somebody else may have made a folder of that name in /tmp. */
    private static void makeOwn(Path folder, Path data) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER));
        }
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean isOwn = found.isDirectory() && found.owner().equals(Files.getOwner(data));
        if (!isOwn || !OWNER.containsAll(found.permissions())) {
            throw new IOException("The folder for sockets of instances, " + folder
                    + ", is not the owner's of --data-dir alone: remove it, or set XDG_RUNTIME_DIR to another place");
        }
    }

    private void endLeftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> pids =
                    files.filter(file -> file.toString().endsWith(PID)).toList();
            for (Path pid : pids) {
                end(pid);
            }
        }
    }

    private static void end(Path pid) throws IOException {
        String[] words = Files.readString(pid).strip().split(" ", -1);
        if (words.length != 2 || !words[0].matches("[0-9]{1,18}") || !words[1].matches("[0-9]{1,18}")) {
            return; // The host was killed while it wrote it.
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(words[0]));
        if (process.isPresent() && startedAt(process.get()) == Long.parseLong(words[1])) {
            log.warn("Killing the instance with pid {}, which an earlier host has left", words[0]);
            process.get().destroyForcibly();
            try {
                process.get().onExit().get(END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
                log.warn("The process {} does not end", words[0]);
            }
        }
    }

    private static long startedAt(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Writes which process an instance is. */
    void writePid(String instance, Process process) throws IOException {
        Files.writeString(file(instance, PID), process.pid() + " " + startedAt(process.toHandle()) + "\n");
    }

    Path socket(String instance) {
        return file(instance, ".sock");
    }

    /** A new folder, for the files of an instance. */
    Path newFiles(String instance) throws IOException {
        return Files.createDirectory(folder.resolve(instance), PosixFilePermissions.asFileAttribute(OWNER));
    }

    private Path file(String instance, String suffix) {
        return folder.resolve(instance + suffix);
    }

    /** Removes all files of an instance that has ended. */
    void remove(String instance) {
        try {
            Files.deleteIfExists(file(instance, PID));
            Files.deleteIfExists(socket(instance));
            FolderTree.delete(folder.resolve(instance));
        } catch (IOException e) {
            log.warn("Files of the instance {} could not be removed", instance, e);
        }
    }

    /** Removes the folder, if no instance has left anything in it; else the next start of the host ends and removes that. */
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            log.warn("{} has files of instances that did not end", folder);
        }
    }

    private void empty() throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.toList();
        }
        for (Path file : left) {
            FolderTree.delete(file);
        }
    }
}
