package dev.effe.server.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDestinationTest {

    @TempDir
    Path folder;

    private static Optional<Throwable> send(Path folder) {
        CompletableFuture<Optional<Throwable>> told = new CompletableFuture<>();
        new FileDestination(folder, Runnable::run)
                .send(
                        "id",
                        Map.of("a", "b"),
                        "{}".getBytes(UTF_8),
                        failure -> told.complete(Optional.ofNullable(failure)));
        return told.join();
    }

    private static String rights(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void writesForItsOwnerOnly() throws Exception {
        Path dead = folder.resolve("new/dead");
        assertThat(send(dead)).isEmpty();
        assertThat(rights(dead)).isEqualTo("rwx------");
        assertThat(rights(dead.getParent())).isEqualTo("rwx------");
        for (String name : List.of("id.json", "id.attributes.json")) {
            assertThat(rights(dead.resolve(name))).as(name).isEqualTo("rw-------");
        }
        assertThat(dead.resolve("id.json")).hasContent("{}");
        assertThat(dead.resolve("id.attributes.json")).hasContent("{\"a\":\"b\"}");
    }

    @Test
    void takesNoRightsFromWhatAKilledProcessHasLeft() throws Exception {
        Path left = Files.writeString(folder.resolve(".id.json.tmp"), "half of a");
        Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(send(folder)).isEmpty();
        assertThat(rights(folder.resolve("id.json"))).isEqualTo("rw-------");
        assertThat(folder.resolve("id.json")).hasContent("{}");
        assertThat(left).doesNotExist();
    }

    @Test
    void saysWhyItCannotWrite() throws Exception {
        assertThat(send(Files.writeString(folder.resolve("file"), ""))).isPresent();
    }
}
