package dev.effe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each limit of an event, on both sides. */
class DraftTest {

    private static final Draft DRAFT = Draft.of(new byte[] {1, 2}, "text/plain");

    @Test
    void keysHaveOneTo256BytesAndNoControlCharacters() {
        assertThat(DRAFT.key("ü".repeat(128)).key()).contains("ü".repeat(128));
        assertThat(DRAFT.key("k").key(null).key()).isEmpty();
        assertThatThrownBy(() -> DRAFT.key("ü".repeat(128) + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key must have 1 to 256 bytes, but has 257");
        assertThatThrownBy(() -> DRAFT.key("")).hasMessage("key must have 1 to 256 bytes, but has 0");
        for (String bad : List.of("a\nb", "a\u0000b", "a\u007fb", "a\u0085b")) {
            assertThatThrownBy(() -> DRAFT.key(bad))
                    .hasMessage("key must have no control characters, but has one at index 1");
        }
    }

    @Test
    void idsHaveTheSameLimits() {
        assertThat(DRAFT.id("x".repeat(256)).id()).contains("x".repeat(256));
        assertThatThrownBy(() -> DRAFT.id("x".repeat(257))).hasMessage("id must have 1 to 256 bytes, but has 257");
        assertThatThrownBy(() -> DRAFT.id("\t")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headersHave8KibibytesAtMost() {
        assertThat(DRAFT.header("name", "v".repeat(8188)).headers()).hasSize(1);
        assertThatThrownBy(() -> DRAFT.header("name", "v".repeat(8189)))
                .hasMessage("headers must have at most 8192 bytes, but have 8193");
        assertThatThrownBy(() -> DRAFT.header("a", "v".repeat(8000)).header("b", "v".repeat(191)))
                .hasMessage("headers must have at most 8192 bytes, but have 8193");
        assertThat(DRAFT.header("a", "1").header("A", "2").headers()).hasSize(1).containsEntry("a", "2");
    }

    @Test
    void theServersOwnHeadersCannotBeSet() {
        for (String name :
                List.of("ce-id", "CE-Type", "effe-offset", "Effe-Depth", "Content-Type", "host", "a b", "")) {
            assertThatThrownBy(() -> DRAFT.header(name, "x")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> DRAFT.header("a", "x\r\ny")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DRAFT.header("a", "ü")).isInstanceOf(IllegalArgumentException.class);
        assertThat(DRAFT.header("traceparent", "t").headers()).containsEntry("Traceparent", "t");
    }

    @Test
    void theTypeIsText() {
        assertThatThrownBy(() -> Draft.of(new byte[0], "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Draft.of(new byte[0], "x".repeat(257))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Draft.of(new byte[0], "a\nb")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDraftIsNotChangedByAnybody() {
        byte[] bytes = {1};
        Draft draft = Draft.of(bytes, "a/b");
        bytes[0] = 2;
        draft.bytes()[0] = 3;
        draft.key("k");

        assertThat(draft.bytes()).containsExactly(1);
        assertThat(draft.length()).isEqualTo(1);
        assertThat(draft.key()).isEmpty();
        assertThatThrownBy(() -> draft.headers().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }
}
