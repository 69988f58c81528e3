package dev.effe.host.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.invoke.InvokeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "''                 | any line      | true",
                "'   '              | any line      | true",
                "ERROR              | an ERROR here | true",
                "ERROR              | an error here | false",
                "ERROR here         | here ERROR    | true",
                "ERROR here         | ERROR         | false",
                "\"ERROR here\"     | ERROR here    | true",
                "\"ERROR here\"     | here ERROR    | false",
                "?a ?b              | xbx           | true",
                "?a ?b              | xx            | false",
                "-x                 | yy            | true",
                "-x                 | yxy           | false",
                "ERROR -x           | ERROR y       | true",
                "ERROR -x           | ERROR x       | false",
                "?a ?b -x           | ax            | false",
                "?a ?b -x           | a             | true",
                "?a ERROR           | ERROR         | true",
                "?\"a b\" ?c        | xa bx         | true",
                "-\"a b\"           | a b           | false",
                "\"say \\\"hi\\\"\" | say \"hi\"    | true",
                "\"a\\\\b\"         | a\\b          | true",
                "wörd_1             | ein wörd_1    | true"
            })
    void matchesAsOnAws(String pattern, String line, boolean matches) throws InvokeException {
        assertThat(FilterPattern.of(pattern).matches(line)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ $.a = 1 }",
                "[a, b]",
                "%regex%",
                "a-b",
                "a*",
                "?",
                "-",
                "a ?",
                "\"open",
                "\"open\\\"",
                "\"a\"b",
                "a\"b\"",
                "?-a",
                "(a)"
            })
    void refusesAllElse(String pattern) {
        assertThatThrownBy(() -> FilterPattern.of(pattern))
                .isInstanceOfSatisfying(
                        InvokeException.class, e -> assertThat(e.type()).isEqualTo("InvalidParameterException"));
    }

    @Test
    void hasAtMost1024Characters() throws InvokeException {
        assertThat(FilterPattern.of("a".repeat(1024)).all()).hasSize(1);
        assertThatThrownBy(() -> FilterPattern.of("a".repeat(1025))).hasMessageContaining("1024");
    }
}
