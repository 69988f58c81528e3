package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.effe.JsonCodec;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class JsonClientTest {

    record Order(String item, int pieceCount) {}

    record Receipt(int totalPrice) {}

    record Problem(String detail) {}

    record Seen(String method, String contentType, String accept, String token, String body) {}

    /** Sells cakes for 5 each. */
    static class Shop implements Logic<Void> {

        @Override
        public Void start() {
            return null;
        }

        @Override
        public void run(Void context, Request request, Response response) throws Exception {
            switch (request.path()) {
                case "/orders" -> {
                    Order order = request.json(Order.class);
                    if (!order.item().equals("cake")) {
                        throw new StatusException(404, "No such item: " + order.item());
                    }
                    response.status(201).json(new Receipt(5 * order.pieceCount()));
                }
                case "/all" -> response.json(List.of(new Order("cake", 1), new Order("h\u00e9", 2)));
                case "/seen" ->
                    response.json(new Seen(
                            request.method(),
                            request.header("Content-Type").orElse(""),
                            request.header("Accept").orElse(""),
                            String.join("+", request.headers().getOrDefault("Token", List.of())),
                            request.text()));
                case "/null" -> response.json(null);
                case "/html" -> response.header("Content-Type", "text/html").text("<p>");
                default -> response.status(204);
            }
        }
    }

    /** Has a JSON of its own, for which it must be asked once. */
    static final class SnakeShop extends Shop {

        private final JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public JsonCodec json() {
            asked.incrementAndGet();
            return new JsonCodec() {
                @Override
                public Object read(byte[] json, Type type) throws Exception {
                    return mapper.readValue(json, mapper.constructType(type));
                }

                @Override
                public byte[] write(Object value) throws Exception {
                    return mapper.writeValueAsBytes(value);
                }
            };
        }
    }

    private static final SnakeShop SNAKE = new SnakeShop();

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.serving(new Shop());

    @RegisterExtension
    static final EffeExtension snake = EffeExtension.serving(SNAKE);

    @RegisterExtension
    static final EffeExtension app = EffeExtension.app(AppExtensionTest.file()).config("item", "tea");

    @Test
    void sendsAndReadsObjects() {
        // @start region="json"
        Receipt receipt = effe.json().post("/orders", new Order("cake", 3)).as(Receipt.class);

        assertThat(receipt).isEqualTo(new Receipt(15));

        List<Order> orders = effe.json().get("/all").as(new JsonType<List<Order>>() {});
        // @end
        assertThat(orders).containsExactly(new Order("cake", 1), new Order("h\u00e9", 2));
    }

    @Test
    void speaksTheFunctionsOwnJson() {
        JsonAnswer answer = snake.json().post("/orders", new Order("cake", 3));

        assertThat(answer.as(Receipt.class)).isEqualTo(new Receipt(15));
        assertThat(answer.body()).isEqualTo("{\"total_price\":15}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("content-type")).contains("application/json");
        assertThat(snake.json().send("PATCH", "/seen", new Order("a", 1)).body())
                .contains("{\\\"item\\\":\\\"a\\\",\\\"piece_count\\\":1}");
        assertThat(SNAKE.asked).hasValue(1);
    }

    @Test
    void speaksStandardJsonToAnApplication() {
        assertThat(app.json().get("/orders/tea").as(new JsonType<Map<String, Map<String, Object>>>() {}))
                .isEqualTo(Map.of("data", Map.of("item", "tea", "left", 3)));
    }

    @Test
    void sendsEachMethodWithItsHeaders() {
        JsonClient client = effe.json();
        JsonClient withToken = client.header("Token", "a").header("Token", "b");

        assertThat(client.get("/seen").as(Seen.class)).isEqualTo(new Seen("GET", "", "application/json", "", ""));
        assertThat(withToken.delete("/seen").as(Seen.class))
                .isEqualTo(new Seen("DELETE", "", "application/json", "a+b", ""));
        assertThat(withToken.put("/seen", Map.of("a", 1)).as(Seen.class))
                .isEqualTo(new Seen("PUT", "application/json", "application/json", "a+b", "{\"a\":1}"));
        assertThat(client.post("/seen", null).as(Seen.class))
                .isEqualTo(new Seen("POST", "application/json", "application/json", "", "null"));
        assertThat(client.send("OPTIONS", "/seen").as(Seen.class).method()).isEqualTo("OPTIONS");
    }

    @Test
    void readsAnErrorThatIsExpected() {
        JsonAnswer answer = effe.json().post("/orders", new Order("tea", 1));

        assertThat(answer.as(404, Problem.class)).isEqualTo(new Problem("No such item: tea"));
        assertThatThrownBy(() -> answer.as(409, Problem.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "POST /orders: wanted " + Problem.class.getName() + ", but was answered 404 {\"type\":");
    }

    @Test
    void saysStatusBodyAndWantedType() {
        JsonClient client = effe.json();
        assertThatThrownBy(() -> client.post("/orders", new Order("tea", 1)).as(Receipt.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("POST /orders: wanted " + Receipt.class.getName() + ", but was answered 404 {")
                .hasMessageContaining("No such item: tea");
        assertThatThrownBy(() -> client.get("/all").as(Receipt.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("GET /all: wanted " + Receipt.class.getName() + " (")
                .hasMessageEndingWith("), but was answered 200 [{\"item\":\"cake\",\"pieceCount\":1},"
                        + "{\"item\":\"h\u00e9\",\"pieceCount\":2}]");
        assertThatThrownBy(() -> client.get("/html").as(new JsonType<List<Order>>() {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("GET /html: wanted java.util.List<" + Order.class.getName() + "> (")
                .hasMessageEndingWith("), but was answered 200 <p>");
        assertThatThrownBy(() -> client.get("/nothing").as(Receipt.class))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "GET /nothing: wanted " + Receipt.class.getName() + ", but was answered 204 without a body");
        assertThatThrownBy(() -> client.get("/null").as(Receipt.class))
                .isInstanceOf(AssertionError.class)
                .hasMessage("GET /null: wanted " + Receipt.class.getName() + ", but was answered 200 null");
    }

    @Test
    void readsGenericTypesWithoutAServerToo() throws Exception {
        try (FunctionTester<Void> tester = FunctionTester.of(new Shop())) {
            List<Order> orders = tester.call(TestRequest.get("/all")).json(new JsonType<List<Order>>() {});
            assertThat(orders).hasSize(2).first().isEqualTo(new Order("cake", 1));
        }
    }

    @Test
    @SuppressWarnings("rawtypes")
    void wantsTheTypeItself() {
        assertThatThrownBy(() -> new JsonType() {})
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The type is missing: new JsonType<List<Order>>() {}");
    }
}
