package dev.effe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request to another function. */
final class CallTest {

    @Test
    void isWhatItWasMadeOf() {
        Call call = Call.post("/items?x=1", "a".getBytes(StandardCharsets.UTF_8), "text/plain")
                .header("Accept", "a")
                .header("accept", "b")
                .timeout(Duration.ofMillis(1));

        assertThat(call).hasToString("POST /items?x=1");
        assertThat(call.headers())
                .isEqualTo(Map.of("Content-Type", List.of("text/plain"), "Accept", List.of("a", "b")));
        assertThat(call.headers().get("ACCEPT")).hasSize(2);
        assertThat(call.bytes()).asString().isEqualTo("a");
        assertThat(call.timeout()).contains(Duration.ofMillis(1));
    }

    @Test
    void isLeftAsItIsByWhatIsAdded() {
        Call call = Call.get("/");
        byte[] body = {1};
        Call other = call.body(body, "a/b").body(body, "c/d");
        body[0] = 2;

        assertThat(call.headers()).isEmpty();
        assertThat(call.bytes()).isEmpty();
        assertThat(call.timeout()).isEmpty();
        assertThat(other.bytes()).containsExactly(1);
        assertThat(other.headers().get("content-type")).containsExactly("c/d");
        assertThatThrownBy(() -> other.headers().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "http://a/", "/a b", "/a#b", "/ä", "/\r\n", "*"})
    void refusesATargetThatIsNone(String target) {
        assertThatThrownBy(() -> Call.get(target)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A B", "GET\n", "123456789012345678901234567890123"})
    void refusesAMethodThatIsNone(String method) {
        assertThatThrownBy(() -> Call.of(method, "/")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Call.of("12345678901234567890123456789012", "/").method()).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "Content-Length", "Transfer-Encoding", "connection", "TE", "effe-depth", "Effe-X"})
    void refusesAHeaderThatIsTheServers(String name) {
        assertThatThrownBy(() -> Call.get("/").header(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The server sets " + name + " itself");
    }

    @Test
    void refusesAHeaderThatWouldSplitTheMessage() {
        assertThatThrownBy(() -> Call.get("/").header("a:", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Call.get("/").header("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Call.get("/").header("a", "x\r\nb: y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Call.get("/").body(new byte[0], "x\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesATimeoutThatIsNone() {
        for (Duration timeout : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
            assertThatThrownBy(() -> Call.get("/").timeout(timeout)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void needsAnApplication() {
        assertThatThrownBy(() -> new FakeRequest("").functions())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("--app");
    }
}
