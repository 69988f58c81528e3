package com.example.args;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.test.EffeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GreetingTest {

    @RegisterExtension
    static final EffeExtension effe = EffeExtension.serving(new Greeting());

    @Test
    void greetsByNameWhereverItIs() {
        assertThat(effe.get("/?name=Ada").body()).contains("\"greeting\":\"Hello, Ada\"");
        assertThat(effe.post("/", "{\"name\": \"Ada\"}").body()).contains("\"greeting\":\"Hello, Ada\"");
        assertThat(effe.get("/").body()).contains("\"greeting\":\"Hello, world\"");
    }

    @Test
    void namesTheArgumentThatIsNoNumber() {
        assertThat(effe.get("/?times=3").body()).contains("\"times\":3");
        assertThat(effe.get("/?times=often").statusCode()).isEqualTo(400);
        assertThat(effe.get("/?times=often").body()).contains("times");
    }
}
