package dev.effe.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own JSON. */
class JsonTest {

    @Test
    void readsAndWritesMapsAndLists() {
        byte[] json = "{\"a\":[1,\"é\",null,true]}".getBytes(StandardCharsets.UTF_8);

        assertThat(Json.read(json)).isEqualTo(Map.of("a", java.util.Arrays.asList(1, "é", null, true)));
        assertThat(Json.write(Map.of("a", List.of(1)))).asString().isEqualTo("{\"a\":[1]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[] []", "\u0000"})
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> Json.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("No valid JSON \\(line 1, column \\d+\\)");
    }

    /** Found by fuzzing: it begins like UTF-32, and is no text. */
    @Test
    void refusesWhatIsNoText() {
        byte[] body = Base64.getDecoder().decode("IgAAAAAAAAAAAAAAAAAAXHUwMGU5XC4i");

        assertThatThrownBy(() -> Json.read(body)).isInstanceOf(IllegalArgumentException.class);
    }
}
