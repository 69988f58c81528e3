package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderFieldsTest {
    private final HeaderFields fields = new HeaderFields();

    HeaderFieldsTest() {
        fields.add("Accept", "a");
        fields.add("X-Two", "1");
        fields.add("x-two", "2");
    }

    @Test
    void findsAFieldWhateverItsCase() {
        assertThat(fields.first("ACCEPT")).isEqualTo("a");
        assertThat(fields.first("x-TWO")).isEqualTo("1");
        assertThat(fields.first("x")).isNull();
        assertThat(fields.all("X-TWO")).containsExactly("1", "2");
        assertThat(fields.all("x")).isEmpty();
        assertThat(fields.count("x-two")).isEqualTo(2);
        assertThat(fields.count("x")).isZero();
        assertThat(fields.size()).isEqualTo(3);
    }

    @Test
    void keepsOrderAndSpelling() {
        List<String> seen = new ArrayList<>();
        fields.forEach((name, value) -> seen.add(name + "=" + value));
        assertThat(seen).containsExactly("Accept=a", "X-Two=1", "x-two=2");
    }

    @Test
    void isACaseInsensitiveImmutableMapOnDemand() {
        Map<String, List<String>> map = fields.asMap();
        assertThat(map).containsOnlyKeys("Accept", "X-Two").isSameAs(fields.asMap());
        assertThat(map.get("x-two")).containsExactly("1", "2");
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.get("accept").add("b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.all("accept").add("b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void growsBeyondItsFirstArray() {
        for (int i = 0; i < 100; i++) {
            fields.add("N" + i, "" + i);
        }
        assertThat(fields.size()).isEqualTo(103);
        assertThat(fields.first("n99")).isEqualTo("99");
    }

    @Test
    void replacesTheFirstOfANameOrAddsIt() {
        fields.replaceFirst("ACCEPT", "b");
        fields.replaceFirst("Host", "h");
        assertThat(fields.all("Accept")).containsExactly("b");
        assertThat(fields.all("Host")).containsExactly("h");
        assertThat(fields.size()).isEqualTo(4);
    }
}
