package dev.effe.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.effe.Invocation;
import dev.effe.JsonCodec;
import dev.effe.JsonLogic;
import dev.effe.StatusException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON of functions on the server's class path. */
class FunctionJsonTest {

    enum Size {
        SMALL,
        @JsonProperty("big")
        LARGE
    }

    record Item(String name, int count) {}

    record Order(
            String id,
            int count,
            long cents,
            double weight,
            boolean gift,
            Size size,
            List<Item> items,
            Map<String, Item> byName,
            LocalDate day,
            Instant at,
            UUID uuid,
            Optional<Integer> limit) {}

    record Times(
            LocalDate day,
            Instant at,
            LocalDateTime local,
            OffsetDateTime offset,
            Duration took,
            ZoneId zone,
            Optional<String> some,
            Optional<String> none,
            OptionalInt number) {}

    sealed interface Shape permits Circle, Square, Lines {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    sealed interface Lines extends Shape permits Line {}

    record Line(double length) implements Lines {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    sealed interface Pet permits Cat, Dog {}

    record Cat(String name) implements Pet {}

    record Dog(String name) implements Pet {}

    record Drawing(List<Shape> shapes, Pet pet) {}

    private static final FunctionJson JSON = FunctionJson.standard(FunctionJsonTest.class.getClassLoader());

    private static Object read(String body, Type type) {
        return JSON.read(body.getBytes(StandardCharsets.UTF_8), null, type);
    }

    private static String write(Object value) {
        return new String(JSON.write(value), StandardCharsets.UTF_8);
    }

    @Test
    void readsWhatIsExpectedAndIgnoresTheRest() {
        assertThat(read("{\"name\":\"é\",\"count\":2,\"more\":[]}", Item.class)).isEqualTo(new Item("é", 2));
        assertThat(read("[1]", List.class)).isEqualTo(List.of(1));
        assertThat(read("null", Item.class)).isNull();
    }

    @Test
    void readsAndWritesTimesAndOptionals() {
        Times times = new Times(
                LocalDate.of(2026, 11, 29),
                Instant.parse("2026-11-29T10:15:30Z"),
                LocalDateTime.parse("2026-11-29T10:15:30"),
                OffsetDateTime.parse("2026-11-29T10:15:30+01:00"),
                Duration.ofMinutes(90),
                ZoneId.of("Europe/Paris"),
                Optional.of("x"),
                Optional.empty(),
                OptionalInt.of(7));
        String json = "{\"day\":\"2026-11-29\",\"at\":\"2026-11-29T10:15:30Z\",\"local\":\"2026-11-29T10:15:30\","
                + "\"offset\":\"2026-11-29T10:15:30+01:00\",\"took\":\"PT1H30M\",\"zone\":\"Europe/Paris\","
                + "\"some\":\"x\",\"none\":null,\"number\":7}";

        assertThat(write(times)).isEqualTo(json);
        assertThat(read(json, Times.class)).isEqualTo(times);
    }

    @Test
    void readsAndWritesSealedTypes() {
        Drawing drawing = new Drawing(List.of(new Circle(1), new Square(2), new Line(3)), new Dog("Rex"));
        String json = "{\"shapes\":[{\"radius\":1.0},{\"side\":2.0},{\"length\":3.0}],"
                + "\"pet\":{\"kind\":\"Dog\",\"name\":\"Rex\"}}";

        assertThat(write(drawing)).isEqualTo(json);
        assertThat(read(json, Drawing.class)).isEqualTo(drawing);
        assertThat(read("{\"side\":4}", Shape.class)).isEqualTo(new Square(4));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"count":1.5}                | count must be an integer of 32 bits (line 1, column 10)
            {"count":"many"}             | count must be an integer of 32 bits (line 1, column 10)
            {"count":""}                 | count must be an integer of 32 bits (line 1, column 10)
            {"count":99999999999}        | count must be an integer of 32 bits (line 1, column 21)
            {"count":{}}                 | count must be an integer of 32 bits (line 1, column 10)
            {"cents":1.5}                | cents must be an integer of 64 bits (line 1, column 10)
            {"weight":"x"}               | weight must be a number (line 1, column 11)
            {"gift":"maybe"}             | gift must be a boolean (line 1, column 9)
            {"gift":2}                   | gift must be a boolean (line 1, column 9)
            {"size":"HUGE"}              | size must be one of "SMALL", "big" (line 1, column 9)
            {"size":1}                   | size must be one of "SMALL", "big" (line 1, column 9)
            {"id":{}}                    | id must be a string (line 1, column 7)
            {"items":{}}                 | items must be an array (line 1, column 10)
            {"items":[{},{"count":"x"}]} | items[1].count must be an integer of 32 bits (line 1, column 23)
            {"items":[1]}                | items[0] must be an object (line 1, column 11)
            {"byName":{"a":{"count":[]}}} | byName.a.count must be an integer of 32 bits (line 1, column 25)
            {"byName":3}                 | byName must be an object (line 1, column 11)
            {"day":"yesterday"}          | day must be a date such as 2026-11-29 (line 1, column 8)
            {"day":""}                   | day must be a date such as 2026-11-29 (line 1, column 8)
            {"at":"2026-11-29"}          | at must be a date and time such as 2026-11-29T10:15:30Z (line 1, column 7)
            {"uuid":"1"}                 | uuid must be a UUID (line 1, column 9)
            {"limit":"x"}                | limit must be an integer of 32 bits (line 1, column 10)
            [1]                          | The body must be an object (line 1, column 1)
            {                            | The body is not valid JSON (line 1, column 2)
            {} []                        | The body has more after its JSON (line 1, column 4)
            {"items":[{]}                | The body is not valid JSON (line 1, column 12)
            """)
    void refusesWhatIsWrongAndSaysWhereAndWhatIsExpected(String body, String message) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> read(body, Order.class))
                .withMessage(message)
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(400));
    }

    /** Jackson calls the type wrong for a text, and for nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "\" \"", "1", "{}", "true"})
    void refusesWhatIsNoArray(String body) {
        for (Class<?> type : List.of(Order[].class, String[].class, int[].class, double[][].class)) {
            assertThatExceptionOfType(StatusException.class)
                    .as(type.getSimpleName())
                    .isThrownBy(() -> read(body, type))
                    .withMessageStartingWith("The body must be an array");
        }
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> read("[[1], " + body + "]", int[][].class))
                .withMessageStartingWith("[1] must be an array (line 1, column ");
    }

    @Test
    void refusesAnEmptyBodyAndWhatIsNoText() {
        assertThatThrownBy(() -> read("", Order.class)).hasMessage("The request needs a JSON body");
        // Found by fuzzing: it begins like UTF-32.
        byte[] body = Base64.getDecoder().decode("IgAAAAAAAAAAAAAAAAAAXHUwMGU5XC4i");
        assertThatThrownBy(() -> JSON.read(body, null, Map.class)).hasMessage("The body is not valid JSON");
    }

    @Test
    void tellsOfAClientsOwnNamesOnlySoMuch() {
        String name = "\\u0000\\n" + "x".repeat(500);

        assertThatThrownBy(() -> read("{\"byName\":{\"" + name + "\":1}}", Order.class))
                .hasMessageMatching("byName\\.\\?\\?x{191}\\.\\.\\. must be an object \\(line 1, column \\d+\\)");
    }

    @Test
    void refusesSubtypesThatNobodyKnows() {
        assertThatThrownBy(() -> read("{\"kind\":\"Cow\"}", Pet.class))
                .isInstanceOf(StatusException.class)
                .hasMessageStartingWith("The body is of no kind that is known (");
        assertThatThrownBy(() -> read("{\"pet\":{\"name\":\"x\"}}", Drawing.class))
                .hasMessageStartingWith("pet is of no kind that is known (");
        assertThatThrownBy(() -> read("{\"shapes\":[{\"colour\":1}]}", Drawing.class))
                .hasMessageStartingWith("shapes[0] is of no kind that is known (");
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThatThrownBy(() -> read("[".repeat(2000), List.class))
                .isInstanceOf(StatusException.class)
                .hasMessageStartingWith("The body is nested too deeply, or a part of it is too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "GZIP, identity"})
    void refusesABodyThatIsEncoded(String encoding) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> JSON.read("{}".getBytes(StandardCharsets.UTF_8), encoding, Map.class))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(415));
        assertThat(JSON.read("{}".getBytes(StandardCharsets.UTF_8), "Identity", Map.class))
                .isEqualTo(Map.of());
    }

    /** Refuses values in several ways. */
    record Checked(int count) {
        Checked {
            switch (count) {
                case 1 -> throw new IllegalArgumentException("secret");
                case 2 -> throw new NullPointerException("secret");
                case 3 -> throw new StatusException(422, "count must be odd");
                case 4 -> throw new IllegalStateException("no database");
                default -> {}
            }
        }
    }

    @Test
    void tellsAValueThatAConstructorRefusesFromAConstructorThatFails() {
        for (int count : new int[] {1, 2}) {
            assertThatThrownBy(() -> read("[{\"count\":" + count + "}]", Checked[].class))
                    .isInstanceOf(StatusException.class)
                    .hasMessageStartingWith("[0] does not have a valid value (");
        }
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> read("{\"count\":3}", Checked.class))
                .withMessage("count must be odd")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(422));
        assertThatThrownBy(() -> read("{\"count\":4}", Checked.class))
                .isInstanceOf(IllegalStateException.class)
                .isNotInstanceOf(StatusException.class)
                .hasMessageContaining("Checked cannot be read from JSON")
                .hasRootCauseMessage("no database");
    }

    interface Plain {
        int count();
    }

    static final class NoConstructor {
        final int count;

        NoConstructor(int count, String other) {
            this.count = count;
        }
    }

    static final class Hidden {
        private final int cents = 3;
    }

    record Holds<T>(String name, List<T> things) {}

    record HoldsPlain(Plain plain) {}

    record HoldsHidden(Holds<Hidden> held) {}

    record Cyclic(List<Cyclic> more, Map<String, Cyclic> named) {}

    static class Getter {
        public Supplier<String> getSupplier() {
            return () -> "x";
        }

        @JsonIgnore
        public Hidden getIgnored() {
            return new Hidden();
        }

        @JsonSerialize(using = ToStringSerializer.class)
        public Hidden getText() {
            return new Hidden();
        }
    }

    sealed interface Twins permits One, Two {}

    record One(int a) implements Twins {}

    record Two(int a) implements Twins {}

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of(Plain.class, "FunctionJsonTest$Plain is abstract"),
                Arguments.of(NoConstructor.class, "FunctionJsonTest$NoConstructor has neither a constructor"),
                Arguments.of(HoldsPlain.class, "plain: dev.effe.server.json.FunctionJsonTest$Plain is abstract"),
                Arguments.of(NoConstructor[].class, "[]: dev.effe.server.json.FunctionJsonTest$NoConstructor has"),
                Arguments.of(Twins.class, "same signature"));
    }

    @ParameterizedTest
    @MethodSource
    void unreadable(Type type, String reason) {
        assertThatThrownBy(
                        new FunctionJson(new Json(type, Void.class), getClass().getClassLoader())::prepare)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("its input " + type.getTypeName() + " cannot be read from JSON: ")
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> unwritable() {
        return Stream.of(
                Arguments.of(Hidden.class, "FunctionJsonTest$Hidden has no field that is public or has a getter"),
                Arguments.of(HoldsHidden.class, "held.things[]: dev.effe.server.json.FunctionJsonTest$Hidden has no"));
    }

    @ParameterizedTest
    @MethodSource
    void unwritable(Type type, String reason) {
        assertThatThrownBy(
                        new FunctionJson(new Json(Void.class, type), getClass().getClassLoader())::prepare)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("its output " + type.getTypeName() + " cannot be written as JSON: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Order.class,
                Times.class,
                Drawing.class,
                Shape.class,
                Pet.class,
                Cyclic.class,
                Object.class,
                Map.class,
                List.class,
                Number.class,
                String.class,
                int.class,
                byte[].class,
                Size.class,
                java.util.Date.class
            })
    void acceptsTypesThatCanBeReadAndWritten(Class<?> type) {
        new FunctionJson(new Json(type, type), getClass().getClassLoader()).prepare();
    }

    @Test
    void asksOfAnOutputOnlyWhatIsKnownOfIt() {
        for (Class<?> type : List.of(Getter.class, Plain.class, Supplier.class, Runnable.class)) {
            new FunctionJson(new Json(Void.class, type), getClass().getClassLoader()).prepare();
        }
    }

    @Test
    void saysWhatCannotBeWritten() {
        Map<String, Object> held = Map.of("list", List.of(1, new Hidden()));

        assertThatThrownBy(() -> write(held))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot write it as JSON: list[1]: No serializer found for class")
                .hasCauseInstanceOf(JsonMappingException.class);
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        assertThatThrownBy(() -> write(cycle)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A JsonLogic of any types, with a codec if it is given one. */
    private record Json(Type input, Type output, JsonCodec codec) implements JsonLogic<String, Object, Object> {

        Json(Type input, Type output) {
            this(input, output, JsonCodec.standard());
        }

        @Override
        public JsonCodec json() {
            return codec;
        }

        @Override
        public Type inputType() {
            return input;
        }

        @Override
        public Type outputType() {
            return output;
        }

        @Override
        public String start() {
            return "";
        }

        @Override
        public Object handle(String context, Object input, Invocation call) {
            return input;
        }
    }

    /** Fails as it is told by the body. */
    private static final class Failing implements JsonCodec {
        private Exception failure = new Exception();

        @Override
        public Object read(byte[] json, Type type) throws Exception {
            throw failure;
        }

        @Override
        public byte[] write(Object value) throws Exception {
            throw failure;
        }
    }

    @Test
    void tellsTheFaultsOfAFunctionsOwnCodecFromThoseOfTheBody() {
        Failing codec = new Failing();
        FunctionJson json = new FunctionJson(
                new Json(Plain.class, Hidden.class, codec), getClass().getClassLoader());
        json.prepare(); // Its codec decides what it can do.
        byte[] body = {'1'};
        for (Exception bodys : List.of(
                new Exception("x"),
                new java.io.IOException("x"),
                new IllegalArgumentException("x"),
                new java.time.DateTimeException("x"),
                new ClosedLibraryException())) {
            codec.failure = bodys;
            assertThatExceptionOfType(StatusException.class)
                    .isThrownBy(() -> json.read(body, null, Object.class))
                    .withMessage("The body is not the JSON that is expected")
                    .withCause(bodys);
        }
        for (Exception own : List.of(new NullPointerException("x"), new ClassCastException("x"))) {
            codec.failure = own;
            assertThatThrownBy(() -> json.read(body, null, Object.class))
                    .isInstanceOf(IllegalStateException.class)
                    .hasCause(own);
        }
        codec.failure = new StatusException(422, "no");
        assertThatThrownBy(() -> json.read(body, null, Object.class)).isSameAs(codec.failure);
        codec.failure = new java.io.IOException("x");
        assertThatThrownBy(() -> json.write(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasCause(codec.failure);
        codec.failure = new NullPointerException("x");
        assertThatThrownBy(() -> json.write(1)).isSameAs(codec.failure);
    }

    /** As libraries throw them. */
    private static final class ClosedLibraryException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void explainsWhatAMapperOfTheFunctionsOwnThrows() {
        var mapper = new com.fasterxml.jackson.databind.ObjectMapper();
        JsonCodec codec = new JsonCodec() {
            @Override
            public Object read(byte[] json, Type type) throws java.io.IOException {
                return mapper.readValue(json, mapper.constructType(type));
            }

            @Override
            public byte[] write(Object value) throws java.io.IOException {
                return mapper.writeValueAsBytes(value);
            }
        };
        FunctionJson json = new FunctionJson(
                new Json(Item.class, Item.class, codec), getClass().getClassLoader());

        assertThatThrownBy(() -> json.read("{\"count\":\"x\"}".getBytes(StandardCharsets.UTF_8), null, Item.class))
                .isInstanceOf(StatusException.class)
                .hasMessage("count must be an integer of 32 bits (line 1, column 10)");
        assertThatThrownBy(() -> json.read("{}".getBytes(StandardCharsets.UTF_8), null, Plain.class))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void asksForTheCodecOnceAndRefusesNone() {
        assertThatThrownBy(new FunctionJson(
                        new Json(Item.class, Item.class, null), getClass().getClassLoader())::prepare)
                .hasMessage("its json() returned null: return JsonCodec.standard() or a codec");
    }
}
