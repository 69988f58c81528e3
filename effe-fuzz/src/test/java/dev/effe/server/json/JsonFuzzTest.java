package dev.effe.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.effe.StatusException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The body of a request to a JsonLogic: an input, or a 400 that says nothing of Java. */
class JsonFuzzTest {

    /** A kind of each. */
    record Order(String name, int count, double price, List<Order> parts, Map<String, Boolean> flags, Size size) {}

    enum Size {
        SMALL,
        LARGE
    }

    private static final FunctionJson JSON = FunctionJson.standard(JsonFuzzTest.class.getClassLoader());

    private static final List<Type> TYPES =
            List.of(Order.class, Order[].class, Map.class, List.class, String.class, int.class);

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"name\":\"x\",\"count\":3,\"price\":1.5e3,\"parts\":[{\"size\":\"LARGE\"}],\"flags\":{\"a\":true}}",
                        "[{\"size\":1},null,{\"unknown\":[1,2,{}]}]",
                        "\"\\u00e9\\n\"",
                        "-12",
                        "{\"count\":99999999999}",
                        "[[[[]]]] x")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void isReadOrRefusedWithoutAWordOfJava(byte[] body) {
        for (Type type : TYPES) {
            try {
                Object input = JSON.read(body, null, type);
                assertThat(JSON.write(input)).isNotEmpty();
            } catch (StatusException e) {
                assertThat(e.status()).isEqualTo(400);
                assertThat(e.getMessage()).doesNotContain("java.", "dev.effe", "Exception", "\n");
            }
        }
    }
}
