package dev.effe.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Frames;
import dev.effe.server.kit.Http2Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bytes that a client may send ahead. */
@Timeout(60)
class Http2WindowTest {

    private static final int FIRST_CONNECTION_WINDOW = 65_535;

    @Test
    void theDefaultsAreAnnounced() throws Exception {
        try (Http2Server server = new Http2Server();
                Http2Client client = server.connect()) {
            client.sync();
            assertThat(client.settings).containsEntry(Frames.INITIAL_WINDOW_SIZE, 64 * 1024);
            assertThat(client.granted(0)).isEqualTo(1024 * 1024 - FIRST_CONNECTION_WINDOW);
        }
    }

    @Test
    void littleMemoryMakesTheFirstWindowSmallAndABodyThatHasRoomWidensIt() throws Exception {
        try (Http2Server server = new Http2Server("max-memory", "16MiB");
                Http2Client client = server.connect()) {
            client.sync();
            assertThat(client.settings).containsEntry(Frames.INITIAL_WINDOW_SIZE, 16 * 1024);
            int stream = client.post("/", "content-length", "300000");
            client.readUntil(() -> client.granted(stream) >= 300_000 - 16 * 1024);
            client.body(stream, new byte[300_000]);
            assertThat(client.answer(stream).text()).isEqualTo("300000 bytes");
        }
    }

    @Test
    void whatIsSetIsAnnounced() throws Exception {
        try (Http2Server server = new Http2Server("stream-window", "2MiB", "connection-window", "4MiB");
                Http2Client client = server.connect()) {
            client.sync();
            assertThat(client.settings).containsEntry(Frames.INITIAL_WINDOW_SIZE, 2 * 1024 * 1024);
            assertThat(client.granted(0)).isEqualTo(4 * 1024 * 1024 - FIRST_CONNECTION_WINDOW);
        }
    }

    @Test
    void aSmallWindowStaysSmall() throws Exception {
        try (Http2Server server = new Http2Server("connection-window", "128KiB");
                Http2Client client = server.connect()) {
            client.sync();
            assertThat(client.granted(0)).isEqualTo(128 * 1024 - FIRST_CONNECTION_WINDOW);
        }
    }

    @Test
    void aLargeWindowStaysLarge() throws Exception {
        try (Http2Server server = new Http2Server("stream-window", "4MiB", "connection-window", "4MiB");
                Http2Client client = server.connect()) {
            client.sync();
            int stream = client.post("/");
            client.body(stream, new byte[3 * 1024 * 1024]);
            client.answer(stream);
            client.sync();
            assertThat(client.room(client.newStream())).isGreaterThan(2 * 1024 * 1024);
        }
    }

    @Test
    void theLastByteOfTheStreamsWindowIsTakenAndTheFirstBeyondIsNot() throws Exception {
        try (Http2Server server = new Http2Server("stream-window", "1KiB");
                Http2Client client = server.connect()) {
            client.sync(); // A window holds from when the client has acknowledged it.
            int full = client.post("/");
            client.data(full, new byte[1024], true);
            assertThat(client.answer(full).text()).isEqualTo("1024 bytes");

            int beyond = client.post("/");
            client.data(beyond, new byte[1025], true);
            assertThat(client.answer(beyond).reset).isEqualTo(Frames.FLOW_CONTROL_ERROR);

            int next = client.post("/");
            client.data(next, new byte[1024], true);
            assertThat(client.answer(next).text()).isEqualTo("1024 bytes");
            assertThat(server.calls).hasValue(2);
        }
    }
}
