package dev.effe.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.effe.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    record Order(String name, int count) {}

    @Test
    void readsWhatIsExpectedAndIgnoresTheRest() {
        assertThat(read("{\"name\":\"é\",\"count\":2,\"more\":[]}", Order.class))
                .isEqualTo(new Order("é", 2));
        assertThat(read("[1]", List.class)).isEqualTo(List.of(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''               | The request needs a JSON body
            {                | The body is not valid JSON (line 1, column 2)
            [] []            | The body does not have the expected shape (line 1, column 4)
            {"count":"many"} | The body does not have the expected shape (line 1, column 10)
            """)
    void refusesWhatIsWrongAndSaysWhere(String body, String what) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> read(body, body.startsWith("[") ? List.class : Order.class))
                .withMessage(what)
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(400));
    }

    /** Found by fuzzing: it begins like UTF-32, and is no text. */
    @Test
    void refusesWhatIsNoText() {
        byte[] body = Base64.getDecoder().decode("IgAAAAAAAAAAAAAAAAAAXHUwMGU5XC4i");

        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> Json.read(body, Map.class))
                .withMessage("The body is not valid JSON")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(400));
    }

    private static Object read(String body, Class<?> type) {
        return Json.read(body.getBytes(StandardCharsets.UTF_8), type);
    }
}
