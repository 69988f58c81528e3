package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Args;
import dev.effe.ArgsLogic;
import dev.effe.Invocation;
import dev.effe.JsonCodec;
import dev.effe.StatusException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where arguments come from, and what they are read as. */
final class ArgsTest {

    record Search(
            String q, int page, List<String> tags, @Nullable Boolean exact) {}

    /** Keeps its arguments, and answers what it is told to. */
    private static class Keeper implements ArgsLogic<@Nullable Void> {
        final AtomicReference<Args> kept = new AtomicReference<>();

        @Override
        public @Nullable Void start() {
            return null;
        }

        @Override
        public @Nullable Object handle(@Nullable Void context, Args args, Invocation call) {
            kept.set(args);
            return args.all().get("answer");
        }
    }

    private static TestResponse call(Keeper keeper, TestRequest request) throws Exception {
        try (FunctionTester<@Nullable Void> tester = FunctionTester.of(keeper)) {
            return tester.call(request);
        }
    }

    private static Args argsOf(TestRequest request) throws Exception {
        Keeper keeper = new Keeper();
        call(keeper, request);
        return keeper.kept.get();
    }

    private static Args argsOf(String json) throws Exception {
        return argsOf(TestRequest.post("/").body(json));
    }

    private static TestRequest form(String body) {
        return TestRequest.post("/")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .body(body);
    }

    @Test
    void answersWhatHandleReturnsAsJson() throws Exception {
        TestResponse response = call(new Keeper(), TestRequest.get("/?answer=a&answer=b"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).contains("application/json");
        assertThat(response.body()).isEqualTo("[\"a\",\"b\"]");
    }

    @Test
    void answers204ForNull() throws Exception {
        assertThat(call(new Keeper(), TestRequest.get("/")).status()).isEqualTo(204);
    }

    @Test
    void hasNoneWithoutQueryAndBody() throws Exception {
        assertThat(argsOf(TestRequest.get("/")).all()).isEmpty();
    }

    @Test
    void takesTheFieldsOfAJsonObjectAsTheyAre() throws Exception {
        assertThat(argsOf("{\"a\":1,\"b\":\"x\",\"c\":[true,null],\"d\":{\"e\":1.5},\"f\":null}")
                        .all())
                .containsExactly(
                        Map.entry("a", 1),
                        Map.entry("b", "x"),
                        Map.entry("c", Arrays.asList(true, null)),
                        Map.entry("d", Map.of("e", 1.5)),
                        new java.util.AbstractMap.SimpleEntry<>("f", null));
    }

    @Test
    void layQueryParametersOverFieldsOfTheBody() throws Exception {
        Args args = argsOf(TestRequest.post("/?id=7&tag=a&tag=b&flag").body("{\"id\":1,\"name\":\"x\",\"tag\":\"c\"}"));

        assertThat(args.all()).isEqualTo(Map.of("id", "7", "name", "x", "tag", List.of("a", "b"), "flag", ""));
    }

    @Test
    void laysPathParametersOverAllElse() throws Exception {
        Args args = argsOf(TestRequest.of("PUT", "/users/7?id=8&tag=a")
                .body("{\"id\":9,\"name\":\"x\"}")
                .route("PUT /users/{id}"));

        assertThat(args.all()).isEqualTo(Map.of("id", "7", "name", "x", "tag", "a"));
        assertThat(args.number("id")).hasValue(7);
    }

    @Test
    void takesTheFieldsOfAForm() throws Exception {
        Args args = argsOf(form("name=A%20B&tag=1&tag=2&name2=%7B"));

        assertThat(args.all()).isEqualTo(Map.of("name", "A B", "tag", List.of("1", "2"), "name2", "{"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", " \t\r\n{\"a\":1}"})
    void readsJsonThatItsSenderCallsAFormAsCurlDoes(String body) throws Exception {
        assertThat(argsOf(form(body)).all()).isEqualTo(Map.of("a", 1));
    }

    @Test
    void takesTheJsonNullForNoArguments() throws Exception {
        assertThat(argsOf("null").all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"x\"", "true"})
    void refusesABodyThatIsNoObject(String body) throws Exception {
        TestResponse response = call(new Keeper(), TestRequest.post("/").body(body));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("\"detail\":\"The body must be a JSON object\"");
        assertThat(call(new Keeper(), form("[]")).status()).isEqualTo(400);
    }

    @Test
    void refusesABodyThatIsNoJson() throws Exception {
        assertThat(call(new Keeper(), TestRequest.post("/").body("{\"a\":")).status())
                .isEqualTo(400);
        assertThat(call(new Keeper(), TestRequest.post("/").body(" ")).status()).isEqualTo(400);
        assertThat(call(new Keeper(), form("a=%zz")).status()).isEqualTo(400);
    }

    @Test
    void cannotBeChanged() throws Exception {
        Args args = argsOf("{\"a\":1}");
        assertThatThrownBy(() -> args.all().put("a", 2)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void givesPlainValuesAsText() throws Exception {
        Args args = argsOf("{\"s\":\"x\",\"n\":7,\"b\":true,\"z\":null,\"l\":[],\"o\":{}}");

        assertThat(args.text("s")).contains("x");
        assertThat(args.text("n")).contains("7");
        assertThat(args.text("b")).contains("true");
        assertThat(args.text("z")).isEmpty();
        assertThat(args.text("none")).isEmpty();
        for (String name : List.of("l", "o")) {
            assertRefused(() -> args.text(name), name + " must be text");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "7.0, 7",
        "1e2, 100",
        "-9223372036854775808, -9223372036854775808",
        "9223372036854775807, 9223372036854775807",
        "'\"7\"', 7",
        "'\"-07\"', -7",
        "'\"9223372036854775807\"', 9223372036854775807"
    })
    void readsWholeNumbers(String json, long number) throws Exception {
        assertThat(argsOf("{\"id\":" + json + "}").number("id")).isEqualTo(OptionalLong.of(number));
    }

    @Test
    void findsNoNumberWhereThereIsNone() throws Exception {
        assertThat(argsOf("{\"id\":null}").number("id")).isEmpty();
        assertThat(argsOf("{}").number("id")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\"",
                "\"\"",
                "\"-\"",
                "\"+7\"",
                "\"7.0\"",
                "\" 7\"",
                "\"٧\"",
                "\"9223372036854775808\"",
                "9223372036854775808",
                "1.5",
                "1e400",
                "true",
                "[7]",
                "{}"
            })
    void refusesWhatIsNoWholeNumberAndNamesIt(String json) throws Exception {
        Args args = argsOf("{\"id\":" + json + "}");
        assertRefused(() -> args.number("id"), "id must be a whole number");
    }

    @Test
    void readsAllAsOneValue() throws Exception {
        TestRequest request = TestRequest.post("/?page=2&tags=a&exact=true").body("{\"q\":\"x\",\"more\":1}");

        assertThat(argsOf(request).as(Search.class)).isEqualTo(new Search("x", 2, List.of("a"), true));
    }

    @Test
    void namesTheArgumentThatDoesNotFit() throws Exception {
        Args args = argsOf(TestRequest.get("/?page=x"));
        assertRefused(() -> args.as(Search.class), "page must be an integer of 32 bits");
        Args nested = argsOf("{\"tags\":[{}]}");
        assertRefused(() -> nested.as(Search.class), "tags[0] must be a string");
        Args none = argsOf("{}");
        assertRefused(() -> none.as(Integer.class), "The arguments must be an integer of 32 bits");
    }

    @Test
    void doesNotBlameTheClientForATypeThatCannotBeRead() throws Exception {
        Args args = argsOf("{}");
        assertThatThrownBy(() -> args.as(Runnable.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("java.lang.Runnable");
    }

    @Test
    void isReadByTheFunctionsOwnCodec() throws Exception {
        Keeper keeper = new Keeper() {
            @Override
            public JsonCodec json() {
                return new JsonCodec() {
                    @Override
                    public Object read(byte[] json, Type type) {
                        String text = new String(json, StandardCharsets.UTF_8);
                        return type == Object.class ? Map.of("own", text) : Optional.of(text);
                    }

                    @Override
                    public byte[] write(@Nullable Object value) {
                        return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
                    }
                };
            }
        };
        call(keeper, TestRequest.post("/").body("x"));

        assertThat(keeper.kept.get().text("own")).contains("x");
        Object whole = keeper.kept.get().as(Optional.class);
        assertThat(whole).isEqualTo(Optional.of("{own=x}"));
    }

    private static void assertRefused(Runnable reading, String message) {
        assertThatThrownBy(reading::run)
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage(message);
    }
}
