package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Draft;
import dev.effe.Event;
import dev.effe.test.FunctionTester;
import dev.effe.test.TestRequest;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final TestRequest ORDER = TestRequest.post("/orders").jsonBody(new Order("cake", 2));

    @Test
    void countsWhatOrdersHaveAppended() throws Exception {
        try (FunctionTester<Object> orders = FunctionTester.of(new PlacingOrders());
                FunctionTester<Object> report = FunctionTester.of(new Report())) {
            orders.answering("stock", request -> null).answering("prices", request -> "€8.40");
            orders.call(ORDER);

            Draft placed = orders.appended("placed").get(0);
            TestRequest delivered = TestRequest.post("/").body(placed.bytes()).event(event(placed));
            report.call(delivered);
            report.call(delivered); // As may happen: it is counted once.
            assertThat(report.call(TestRequest.get("/report")).body()).isEqualTo("{\"cake\":2}");
        }
    }

    private static Event event(Draft draft) {
        return new Event(
                "shop/placed/1", "placed", 0, 1, draft.key(), Instant.now(), 1, Optional.empty(), draft.headers());
    }
}
