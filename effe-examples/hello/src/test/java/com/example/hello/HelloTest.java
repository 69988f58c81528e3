package com.example.hello;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.test.EffeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HelloTest {

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.serving(new Hello());

    @Test
    void greetsWithTheNumberOfItsContext() {
        assertThat(effe.get("/").body()).isEqualTo("Hello from Effe: 1\n");
        assertThat(effe.get("/").body()).isEqualTo("Hello from Effe: 1\n");
    }
}
