package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.StatusException;
import dev.effe.test.FunctionTester;
import dev.effe.test.TestRequest;
import dev.effe.test.TestResponse;
import org.junit.jupiter.api.Test;

class OrdersTest {

    private static final TestRequest ORDER = TestRequest.post("/orders").jsonBody(new Order("cake", 2));

    @Test
    void takesWhatIsThere() throws Exception {
        try (FunctionTester<Object> orders = FunctionTester.of(new Orders())) {
            orders.answering("stock", request -> null).answering("prices", request -> "€8.40");

            assertThat(orders.call(ORDER).body()).isEqualTo("{\"item\":\"cake\",\"count\":2,\"total\":\"€8.40\"}");
        }
    }

    @Test
    void answersWhatStockAnswers() throws Exception {
        try (FunctionTester<Object> orders = FunctionTester.of(new Orders())) {
            orders.answering("stock", request -> {
                throw new StatusException(409, "Only 1 left of cake");
            });

            TestResponse answer = orders.call(ORDER);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body()).contains("Only 1 left of cake");
        }
    }
}
