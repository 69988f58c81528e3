package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b, /a/b",
        "/a?b, /a",
        "/?, /",
        "/a%20b, /a b",
        "/a+b, /a+b",
        "/%C3%A9%e2%82%ac, /\u00e9\u20ac",
        "/a%2Fb, /a/b",
        "/pa2%Fth/%41, /pa2%Fth/A",
        "/%, /%",
        "/%4, /%4",
        "/%%41, /%A",
        "/%25%32%35, /%25",
        "/../a//b, /../a//b",
        "/%ff, /\ufffd",
        "/a?b?c=%, /a",
        "*, *"
    })
    void decodesThePath(String target, String path) {
        assertThat(Target.path(target)).isEqualTo(path);
    }

    @Test
    void readsTheQuery() {
        assertThat(Target.query("/")).isEmpty();
        assertThat(Target.query("/?")).isEmpty();
        assertThat(Target.query("/?&&")).isEmpty();
        assertThat(Target.query("/?b=2&a=1&b=3"))
                .containsExactly(java.util.Map.entry("b", List.of("2", "3")), java.util.Map.entry("a", List.of("1")));
        assertThat(Target.query("/?a&b=&=c&d=e=f"))
                .isEqualTo(java.util.Map.of("a", List.of(""), "b", List.of(""), "", List.of("c"), "d", List.of("e=f")));
        assertThat(Target.query("/?a+b=c+d&e%26=%3D%2B&%C3%A9=%e2%82%ac&x=?/"))
                .isEqualTo(java.util.Map.of(
                        "a b", List.of("c d"), "e&", List.of("=+"), "\u00e9", List.of("\u20ac"), "x", List.of("?/")));
    }

    @Test
    void theQueryIsImmutable() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> Target.query("/?a").put("b", List.of()));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> Target.query("/?a").get("a").add("b"));
    }
}
