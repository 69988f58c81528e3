package dev.effe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieTest {

    @Test
    void isSafeByDefault() {
        assertThat(Cookie.of("id", "7")).hasToString("id=7; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void writesEveryAttribute() {
        Cookie cookie =
                new Cookie("id", "7", "/a", "example.com", Duration.ofMinutes(2), true, true, Cookie.SameSite.STRICT);
        assertThat(cookie)
                .hasToString("id=7; Path=/a; Domain=example.com; Max-Age=120; Secure; HttpOnly; SameSite=Strict");
    }

    @Test
    void isDeletedByAnAgeOfZero() {
        assertThat(Cookie.of("id", "").lasting(Duration.ZERO))
                .hasToString("id=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a;b", "é", "a\r\nb"})
    void refusesANameThatIsNoToken(String name) {
        assertThatThrownBy(() -> Cookie.of(name, "7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cookie's name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "a,b", "a\"b", "a\\b", "é", "a\nb", "\u0000"})
    void refusesAValueThatWouldBeCut(String value) {
        assertThatThrownBy(() -> Cookie.of("id", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cookie's value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/;Secure", "/\r\nX: y"})
    void refusesAPathThatWouldAddAttributes(String path) {
        assertThatThrownBy(() -> new Cookie("id", "7", path, null, null, false, false, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cookie's path");
    }

    @Test
    void refusesANegativeAge() {
        assertThatThrownBy(() -> Cookie.of("id", "7").lasting(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be negative");
    }
}
