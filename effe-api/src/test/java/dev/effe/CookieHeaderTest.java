package dev.effe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CookieHeaderTest {

    private static Request with(String... headers) {
        return new FakeRequest("", Map.of("Cookie", List.of(headers)));
    }

    @Test
    void areThereByName() {
        Request request = with("a=1; b=2");
        assertThat(request.cookie("a")).contains("1");
        assertThat(request.cookie("b")).contains("2");
        assertThat(request.cookie("c")).isEmpty();
        assertThat(request.cookie("A")).as("names have a case").isEmpty();
    }

    @Test
    void noHeaderIsNoCookie() {
        assertThat(new FakeRequest("").cookies()).isEmpty();
    }

    @Test
    void severalOfOneNameKeepTheirOrder() {
        Request request = with("a=inner; a=outer");
        assertThat(request.cookie("a")).contains("inner");
        assertThat(request.cookies()).containsOnly(Map.entry("a", List.of("inner", "outer")));
    }

    @Test
    void severalHeadersAreOneAfterTheOther() {
        assertThat(with("a=1; b=2", "b=3").cookies())
                .containsExactly(Map.entry("a", List.of("1")), Map.entry("b", List.of("2", "3")));
    }

    @Test
    void aValueMayHaveEqualsSignsAndNothingOfItIsDecoded() {
        assertThat(with("a=x=y==; b=%41+\u00e4").cookies())
                .containsExactly(Map.entry("a", List.of("x=y==")), Map.entry("b", List.of("%41+\u00e4")));
    }

    @Test
    void quotesAroundAValueAreNotOfIt() {
        assertThat(with("a=\"1\"; b=\"; c=\"\"; d=x\"y\"").cookies())
                .containsExactly(
                        Map.entry("a", List.of("1")),
                        Map.entry("b", List.of("\"")),
                        Map.entry("c", List.of("")),
                        Map.entry("d", List.of("x\"y\"")));
    }

    @Test
    void whatIsNoPairIsLeftOut() {
        assertThat(with("; ;x; =1 ;a=; b = 2 ;;").cookies())
                .containsExactly(Map.entry("a", List.of("")), Map.entry("b", List.of("2")));
    }

    @Test
    void aSemicolonEndsAValueEvenInQuotes() {
        assertThat(with("a=\"1;b=2\"").cookies())
                .containsExactly(Map.entry("a", List.of("\"1")), Map.entry("b", List.of("2\"")));
    }
}
