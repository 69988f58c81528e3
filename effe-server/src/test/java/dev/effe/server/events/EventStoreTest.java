package dev.effe.server.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.events.StoredEvent.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events that are kept, and their fate. */
class EventStoreTest {

    @TempDir
    Path folder;

    private static Event event(String payload) {
        return new Event(UUID.randomUUID(), 1234, Map.of("functionArn", "arn:x"), payload.getBytes(UTF_8));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("lock"))
                    .sorted()
                    .toList();
        }
    }

    private Path onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return folder.resolve(files().get(0));
    }

    @Test
    void givesBackWhatItKeeps() throws Exception {
        Event one = event("1");
        Event two = event("{\"ü\":2}");
        try (EventStore store = EventStore.open(folder)) {
            assertThat(store.recovered()).isEmpty();
            store.append(List.of(one, two));
        }
        try (EventStore store = EventStore.open(folder)) {
            List<StoredEvent> found = store.recovered();
            assertThat(found).extracting(event -> event.id).containsExactly(one.id(), two.id());
            assertThat(found).extracting(event -> event.state).containsOnly(State.PENDING);
            assertThat(found).extracting(event -> event.dueMillis).containsOnly(1234L);
            Event read = found.get(1).file.read(found.get(1));
            assertThat(read.payload()).isEqualTo("{\"ü\":2}".getBytes(UTF_8));
            assertThat(read.attributes()).isEqualTo(two.attributes());
            assertThat(read.acceptedMillis()).isEqualTo(1234);
        }
    }

    @Test
    void remembersHowAnEventStands() throws Exception {
        try (EventStore store = EventStore.open(folder)) {
            StoredEvent event = store.append(List.of(event("1"), event("2"))).get(1);
            event.state = State.FAILED;
            event.attempts = 3;
            event.dueMillis = 77;
            event.sinceMillis = 66;
            event.file.update(event);
        }
        try (EventStore store = EventStore.open(folder)) {
            StoredEvent event = store.recovered().get(1);
            assertThat(event.state).isEqualTo(State.FAILED);
            assertThat(event.attempts).isEqualTo(3);
            assertThat(event.dueMillis).isEqualTo(77);
            assertThat(event.sinceMillis).isEqualTo(66);
            assertThat(event.file.read(event).payload()).isEqualTo("2".getBytes(UTF_8));
        }
    }

    @Test
    void dropsAFileWithItsLastEvent() throws Exception {
        try (EventStore store = EventStore.open(folder)) {
            List<StoredEvent> events = store.append(List.of(event("1"), event("2")));
            done(events.get(0));
            assertThat(files()).hasSize(1);
        }
        try (EventStore store = EventStore.open(folder)) {
            assertThat(store.recovered()).hasSize(1);
            done(store.recovered().get(0));
            assertThat(files()).isEmpty();
            store.append(List.of(event("3")));
            assertThat(files()).hasSize(1);
        }
    }

    private static void done(StoredEvent event) throws IOException {
        event.state = State.DONE;
        event.file.update(event);
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void loosen(Path path) throws IOException {
        String rights = Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    @Test
    void isForItsOwnerOnlyAlsoWhatWasLooser() throws Exception {
        Path inner = folder.resolve("data/events/echo");
        try (EventStore store = EventStore.open(inner)) {
            store.append(List.of(event("1")));
            for (Path made : List.of(folder.resolve("data"), folder.resolve("data/events"), inner)) {
                assertThat(rights(made)).as(made.toString()).isEqualTo("rwx------");
            }
            assertThat(rights(inner.resolve("lock"))).isEqualTo("rw-------");
            assertThat(rights(inner.resolve("0000000000000000001.events"))).isEqualTo("rw-------");
        }
        for (String name : List.of("lock", "0000000000000000001.events", ".")) {
            loosen(inner.resolve(name));
        }
        EventStore.open(inner).close();
        assertThat(rights(inner)).isEqualTo("rwx------");
        assertThat(rights(inner.resolve("lock"))).isEqualTo("rw-------");
        assertThat(rights(inner.resolve("0000000000000000001.events"))).isEqualTo("rw-------");
    }

    @Test
    void belongsToOneAtATime() throws Exception {
        try (EventStore store = EventStore.open(folder)) {
            assertThat(store.recovered()).isEmpty();
            assertThatThrownBy(() -> EventStore.open(folder))
                    .isInstanceOf(EventStore.LockedException.class)
                    .hasMessageContaining("another effe uses");
        }
        EventStore.open(folder).close();
    }

    @Test
    void forgetsWhatNobodyWasToldOf() throws Exception {
        Files.writeString(folder.resolve("0000000000000000007.events.tmp"), "half of an ev");
        try (EventStore store = EventStore.open(folder)) {
            assertThat(store.recovered()).isEmpty();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void putsADamagedFileAsideAndGoesOn() throws Exception {
        try (EventStore store = EventStore.open(folder)) {
            store.append(List.of(event("1")));
        }
        Path file = onlyFile();
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            try (EventStore store = EventStore.open(folder)) {
                assertThat(store.recovered()).as("cut at " + length).isEmpty();
                assertThat(files()).containsExactly(file.getFileName() + ".damaged");
            }
            Files.delete(folder.resolve(file.getFileName() + ".damaged"));
        }
    }

    @Test
    void leavesWhatItCannotReadNowWhereItIs() throws Exception {
        Path unreadable = Files.createDirectory(folder.resolve("0000000000000000005.events"));
        assertThatThrownBy(() -> EventStore.open(folder)).isInstanceOf(IOException.class);
        assertThat(files()).containsExactly("0000000000000000005.events");
        Files.delete(unreadable);
        EventStore.open(folder).close();
    }

    @Test
    void noticesADamagedPayload() throws Exception {
        try (EventStore store = EventStore.open(folder)) {
            StoredEvent event = store.append(List.of(event("12345"))).get(0);
            byte[] bytes = Files.readAllBytes(onlyFile());
            bytes[bytes.length - 1]++;
            Files.write(onlyFile(), bytes);
            assertThatThrownBy(() -> event.file.read(event)).hasMessageContaining("damaged");
        }
    }

    @Test
    void keepsNothingOfWhatCannotBeWritten() throws Exception {
        try (EventStore store = EventStore.open(folder)) {
            Files.createDirectory(folder.resolve("0000000000000000001.events.tmp"));
            assertThatThrownBy(() -> store.append(List.of(event("1")))).isInstanceOf(IOException.class);
            store.append(List.of(event("2")));
        }
        try (EventStore store = EventStore.open(folder)) {
            StoredEvent event = store.recovered().get(0);
            assertThat(event.file.read(event).payload()).isEqualTo("2".getBytes(UTF_8));
            assertThat(store.recovered()).hasSize(1);
        }
    }
}
