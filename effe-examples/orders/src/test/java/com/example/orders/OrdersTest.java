package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.test.FunctionContract;
import dev.effe.test.FunctionTester;
import dev.effe.test.TestRequest;
import dev.effe.test.TestResponse;
import java.text.NumberFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Needs no server: a FunctionTester calls the function as the server does. */
class OrdersTest {

    private FunctionTester<NumberFormat> orders;

    @BeforeEach
    void start() throws Exception {
        orders = FunctionTester.of(new Orders());
    }

    @AfterEach
    void stop() {
        orders.close();
    }

    @Test
    void addsUp() throws Exception {
        Order order = new Order(
                new Order.Customer("Ada", "London"), List.of(new Order.Line("espresso", 2), new Order.Line("cake", 1)));

        TestResponse response = orders.call(TestRequest.post("/").jsonBody(order));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json(Receipt.class))
                .isEqualTo(new Receipt(
                        "Ada",
                        List.of(new Receipt.Line("espresso", 2, "$5.00"), new Receipt.Line("cake", 1, "$4.20")),
                        "$9.20"));
    }

    @TestFactory
    Stream<DynamicTest> keepsTheContractOfFunctions() {
        List<Order.Line> lines = List.of(new Order.Line("cake", 1));
        return FunctionContract.of(Orders::new)
                .request(TestRequest.post("/").jsonBody(new Order(new Order.Customer("Ada", "London"), lines)))
                .request(TestRequest.post("/").jsonBody(new Order(new Order.Customer("Bob", "Paris"), lines)))
                .request(TestRequest.post("/").body("no order"))
                .tests();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | customer.name is missing           | {}
            400 | customer.name is missing           | {"customer": {"name": " "}}
            400 | lines must not be empty            | {"customer": {"name": "Ada"}, "lines": []}
            400 | item is missing                    | {"customer": {"name": "Ada"}, "lines": [{}]}
            400 | count must be from 1 to 100        | {"customer": {"name": "Ada"}, "lines": [{"item": "cake", "count": 0}]}
            404 | No such item: tea                  | {"customer": {"name": "Ada"}, "lines": [{"item": "tea", "count": 1}]}
            400 | not valid JSON                     | {"customer": Ada}
            400 | needs a JSON body                  | ``
            """)
    void saysWhatIsWrong(int status, String reason, String body) throws Exception {
        TestResponse response = orders.call(TestRequest.post("/").body(body));

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).contains(reason);
    }

    @Test
    void ignoresWhatItDoesNotKnow() throws Exception {
        String body = """
                {"customer": {"name": "Ada", "age": 36}, "lines": [{"item": "cake", "count": 1}], "tip": 3}
                """;

        assertThat(orders.call(TestRequest.post("/").body(body)).status()).isEqualTo(200);
    }
}
