package dev.effe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.Type;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The samples of the Javadoc, compiled and run by {@link LogicTest}. */
final class LogicSnippets {

    // @start region="greeter"
    /** Says what time it is. A SimpleDateFormat is not thread-safe: as a context it needs no lock. */
    public static class Clock implements Logic<SimpleDateFormat> {
        @Override
        public SimpleDateFormat start() {
            return new SimpleDateFormat("HH:mm", Locale.ROOT);
        }

        @Override
        public void run(SimpleDateFormat format, Request request, Response response) {
            response.text("It is " + format.format(new Date()) + "\n");
        }
    }
    // @end

    // @start region="json"
    record Order(String item, int count) {}

    record Receipt(String item, int cents) {}

    /** Sells by the piece. */
    public static class Orders implements JsonLogic<List<Receipt>, Order, Receipt> {
        @Override
        public List<Receipt> start() {
            return new java.util.ArrayList<>();
        }

        @Override
        public Receipt handle(List<Receipt> book, Order order, Invocation call) {
            if (order.count() < 1) {
                throw new StatusException(400, "count must be at least 1");
            }
            Receipt receipt = new Receipt(order.item(), order.count() * 250);
            book.add(receipt);
            return receipt;
        }
    }
    // @end

    // @start region="args"
    /** Multiplies. */
    public static class Product implements ArgsLogic<@Nullable Void> {
        @Override
        public @Nullable Void start() {
            return null;
        }

        @Override
        public Object handle(@Nullable Void context, Args args, Invocation call) {
            String name = args.text("name").orElse("World");
            long product = args.number("a").orElse(1) * args.number("b").orElse(1);
            return Map.of("greeting", "Hello " + name, "product", product);
        }
    }
    // @end

    record Stock(int count) {}

    // @start region="calls"
    /** Sells what the function named stock has. */
    public static class Shop implements JsonLogic<@Nullable Void, Order, Receipt> {
        @Override
        public @Nullable Void start() {
            return null;
        }

        @Override
        public Receipt handle(@Nullable Void context, Order order, Invocation call) {
            Stock stock = call.functions().call("stock", order.item(), Stock.class);
            if (stock == null || stock.count() < order.count()) {
                throw new StatusException(409, "There are not enough of these");
            }
            return new Receipt(order.item(), order.count() * 250);
        }
    }
    // @end

    // @start region="codec"
    /** Writes receipts with names_like_this. */
    public static class SnakeOrders extends Orders {
        private final ObjectMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();

        @Override
        public JsonCodec json() {
            return new JsonCodec() {
                @Override
                public Object read(byte[] json, Type type) throws IOException {
                    return mapper.readValue(json, mapper.constructType(type));
                }

                @Override
                public byte[] write(Object value) throws IOException {
                    return mapper.writeValueAsBytes(value);
                }
            };
        }
    }
    // @end

    static Logic<@Nullable Void> lambda() {
        // @start region="lambda"
        Logic<@Nullable Void> echo = Logic.of((request, response) -> response.send(request.bytes()));
        // @end
        return echo;
    }

    static void topics(Request request, Order order) {
        // @start region="topics"
        request.topics().append("placed", order.item(), order);
        // @end
    }

    static void cookie(Response response) {
        // @start region="cookie"
        response.cookie(Cookie.of("session", "a1b2").overHttpsOnly());
        // @end
    }

    static void form(Request request, Response response) {
        // @start region="form"
        Form form = request.form();
        String title = form.field("title").orElse("untitled");
        Part picture = form.part("picture").orElseThrow(() -> new StatusException(400, "picture is missing"));
        response.text(title + ": " + picture.size() + " bytes\n");
        // @end
    }

    private LogicSnippets() {}
}
