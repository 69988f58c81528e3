package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Draft;
import dev.effe.Event;
import dev.effe.Logic;
import dev.effe.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Functions that append, and functions of triggers, without a server. */
class AppendsTest {

    private record Order(String item, int count) {}

    @Test
    void whatAFunctionAppendsIsThereToBeLookedAt() throws Exception {
        // @start region="appended"
        Logic<@Nullable Void> orders = Logic.of((request, response) -> {
            Order order = request.json(Order.class);
            request.topics().append("placed", order.item(), order);
        });
        try (FunctionTester<@Nullable Void> tester = FunctionTester.of(orders)) {
            tester.call(TestRequest.post("/orders").jsonBody(new Order("tea", 2)));

            assertThat(tester.appended("placed")).singleElement().satisfies(event -> {
                assertThat(event.key()).contains("tea");
                assertThat(new String(event.bytes())).isEqualTo("{\"item\":\"tea\",\"count\":2}");
            });
        }
        // @end
    }

    @Test
    void draftsAreAsTheyWereMade() throws Exception {
        Logic<@Nullable Void> orders = Logic.of((request, response) -> request.topics()
                .append(
                        "placed",
                        List.of(
                                Draft.of(new byte[] {1}, "a/b").id("x").header("Shop", "7"),
                                Draft.of(new byte[0], "a/b"))));
        try (FunctionTester<@Nullable Void> tester = FunctionTester.of(orders)) {
            tester.call(
                    TestRequest.post("/").header("traceparent", "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01"));

            assertThat(tester.appended("placed")).hasSize(2);
            assertThat(tester.appended("placed").get(0).id()).contains("x");
            assertThat(tester.appended("placed").get(0).headers()).containsOnly(Map.entry("Shop", "7"));
            assertThat(tester.appended("other")).isEmpty();
        }
    }

    @Test
    void aTriggersRequestHasItsEvent() throws Exception {
        Event event = new Event(
                "shop/placed/7", "placed", 3, 7, Optional.of("tea"), Instant.EPOCH, 2, Optional.empty(), Map.of());
        Logic<@Nullable Void> report = Logic.of((request, response) ->
                response.text(request.event().orElseThrow().id() + " "
                        + request.json(Order.class).item()));
        try (FunctionTester<@Nullable Void> tester = FunctionTester.of(report)) {
            TestRequest request = TestRequest.post("/").jsonBody(new Order("tea", 2));

            assertThat(tester.call(request.event(event)).body()).isEqualTo("shop/placed/7 tea");
            assertThat(request.event()).isEmpty();
        }
    }

    @Test
    void nothingIsAppendedOnceTheRunIsOver() throws Exception {
        AtomicReference<@Nullable Topics> kept = new AtomicReference<>();
        Logic<@Nullable Void> orders = Logic.of((request, response) -> kept.set(request.topics()));
        try (FunctionTester<@Nullable Void> tester = FunctionTester.of(orders)) {
            tester.call(TestRequest.post("/"));

            assertThatThrownBy(() -> kept.get().append("placed", null, 1)).isInstanceOf(IllegalStateException.class);
        }
    }
}
