package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Event;
import dev.effe.test.FunctionTester;
import dev.effe.test.TestRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NightlyTest {

    @Test
    void asksReportWhenItIsDue() throws Exception {
        try (FunctionTester<Object> nightly = FunctionTester.of(new Nightly())) {
            nightly.answering("report", request -> Map.of("cake", 2));
            nightly.call(TestRequest.post("/")
                    .jsonBody(Map.of("scheduledAt", "2026-11-29T02:00:00Z"))
                    .event(event()));

            assertThat(nightly.call(TestRequest.get("/nightly")).body())
                    .contains("\"until\":\"2026-11-29T02:00:00Z\"", "\"items\":{\"cake\":2}");
        }
    }

    private static Event event() {
        String id = "schedule/nightly/0/2026-11-29T02:00Z";
        Optional<String> key = Optional.of("0 3 * * *");
        return new Event(id, "schedule.nightly", 0, 1, key, Instant.now(), 1, Optional.empty(), Map.of());
    }
}
