package dev.effe.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.json.JsonText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {

    private static boolean isObject(String line) {
        byte[] text = line.getBytes(UTF_8);
        return JsonLine.isObject(text, 0, text.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { } \r\n",
                "{\"a\":1}",
                "{\"a\" : [ ] , \"b\":{\"c\":[null,true,false,-0.5e+10,\"Größe 日本\"]}}\n",
                "{\"\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"}",
            })
    void knowsObjects(String line) {
        assertThat(isObject(line)).isTrue();
        assertThat(JsonText.problem(line.getBytes(UTF_8))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "{}x",
                "{} {}",
                "{a:1}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":-}",
                "{\"a\":1e}",
                "{\"a\":tru}",
                "{\"a\":\"b}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":[1}",
                "{\"a\":[1,]}",
                "{\"a\":NaN}",
                "{\"a\":\"\\",
            })
    void knowsWhatIsNone(String line) {
        assertThat(isObject(line)).isFalse();
        assertThat(JsonText.problem(line.getBytes(UTF_8))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"a\"", "null", "text"})
    void takesNoOtherValueForAnObject(String line) {
        assertThat(isObject(line)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 1_000_000})
    void isBoundedInDepth(int depth) {
        String line = "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
        assertThat(isObject(line)).isEqualTo(depth <= 100);
    }
}
