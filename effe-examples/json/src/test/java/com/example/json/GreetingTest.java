package com.example.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.test.EffeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GreetingTest {

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.serving(new Greeting());

    @Test
    void greetsByName() {
        assertThat(effe.post("/", "{\"name\": \"Ada\"}").body()).isEqualTo("{\"greeting\":\"Hello, Ada\"}");
    }

    @Test
    void asksForTheName() {
        assertThat(effe.post("/", "{}").statusCode()).isEqualTo(400);
        assertThat(effe.post("/", "{}").body()).contains("name is missing");
    }
}
