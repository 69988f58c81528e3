package dev.effe.host.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimesTest {

    private static final Runtimes ALL = new Runtimes(21, true, true);
    private static final Runtimes NONE = new Runtimes(17, false, false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java8",
                "java8.al2",
                "java17",
                "java21",
                "nodejs20.x",
                "nodejs4.3",
                "nodejs26.x",
                "python3.8",
                "python3.14",
                "provided",
                "provided.al2",
                "provided.al2023"
            })
    void hasThoseOfItsJavaAndItsMachine(String runtime) {
        assertThat(ALL.has(runtime)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "java",
                "java25",
                "java210",
                "nodejs",
                "nodejs20.x=sh",
                "nodejs20.x ",
                "python",
                "python2.7",
                "python3",
                "provided.al",
                "Provided",
                "ruby3.3",
                "dotnet8",
                "go1.x"
            })
    void hasNoOthers(String runtime) {
        assertThat(ALL.has(runtime)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"nodejs20.x,false", "python3.12,false", "java21,false", "java17,true", "provided,true"})
    void hasNoLanguageThatTheMachineHasNot(String runtime, boolean has) {
        assertThat(NONE.has(runtime)).isEqualTo(has);
    }

    @Test
    void namesThem() {
        assertThat(ALL.names()).contains("java21", "nodejs*.x", "python3.*", "provided.al2023");
        assertThat(NONE.names()).contains("java17", "provided").doesNotContain("java21", "nodejs*.x", "python3.*");
    }
}
