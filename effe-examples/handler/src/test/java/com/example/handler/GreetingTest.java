package com.example.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.test.EffeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GreetingTest {

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.servingHandler("com.example.handler.Greeting");

    @Test
    void greetsByName() {
        assertThat(effe.get("/?name=Ada").body()).isEqualTo("Hello, Ada\n");
        assertThat(effe.get("/").body()).isEqualTo("Hello, world\n");
    }
}
