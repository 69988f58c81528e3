package dev.effe.server.events;

import dev.effe.server.file.FolderSync;
import dev.effe.server.file.OwnerOnly;
import dev.effe.server.json.Json;
import dev.effe.server.threads.Fatal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts each record into a file of its own, whole and on the disk before it has its name; attributes in one beside it.
 *
 * @param tellers wait for the disk
 */
record FileDestination(Path folder, Executor tellers) implements Destination {

    @Override
    public void send(String name, Map<String, String> attributes, byte[] json, Consumer<@Nullable Throwable> told) {
        tellers.execute(() -> told.accept(failure(name, attributes, json)));
    }

    private @Nullable Throwable failure(String name, Map<String, String> attributes, byte[] json) {
        try {
            OwnerOnly.createFolders(folder);
            if (!attributes.isEmpty()) {
                write(name + ".attributes.json", Json.write(attributes));
            }
            write(name + ".json", json);
            FolderSync.force(folder);
            return null;
        } catch (IOException | RuntimeException | Error e) {
            Fatal.check(e);
            return e;
        }
    }

    private void write(String name, byte[] content) throws IOException {
        Path unfinished = folder.resolve("." + name + ".tmp");
        Files.deleteIfExists(unfinished); // It may be that of a process that was killed.
        try (FileChannel file = OwnerOnly.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
        }
        Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
