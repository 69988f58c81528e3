package dev.effe.tool.dev.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.tool.dev.project.Surefire;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The patterns of Surefire's documentation for includes and excludes. */
class ClassPatternTest {

    private static Surefire options(List<String> includes, List<String> excludes) {
        return new Surefire(includes, excludes, List.of(), List.of(), Map.of(), Map.of(), List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "**/*Test.java              | com/acme/HelloTest  | true",
                "**/*Test.java              | HelloTest           | true",
                "**/*Test.java              | com/acme/HelloTests | false",
                "**/*Test                   | com/acme/HelloTest  | true",
                "*Test                      | com/acme/HelloTest  | true",
                "HelloTest.java             | com/acme/HelloTest  | true",
                "com/*/HelloTest.java       | com/acme/HelloTest  | true",
                "com/*/HelloTest.java       | com/a/b/HelloTest   | false",
                "com/**/HelloTest.class     | com/a/b/HelloTest   | true",
                "com/**                     | com/a/b/HelloTest   | true",
                "com/                       | com/a/b/HelloTest   | true",
                "com/                       | org/HelloTest       | false",
                "com.acme.HelloTest         | com/acme/HelloTest  | true",
                "com.acme.*                 | com/acme/HelloTest  | false",
                "**/Hell?Test.java          | com/acme/HelloTest  | true",
                "**/HelloTest#greets        | com/acme/HelloTest  | true",
                "%regex[.*Hello.*.class]    | com/acme/HelloTest  | true",
                "%regex[.*Hello]            | com/acme/HelloTest  | false",
                "%regex[(]                  | com/acme/HelloTest  | false",
                "%ant[**/Hello*.java]       | com/acme/HelloTest  | true",
                "**/Hello(Test.java         | com/acme/HelloTest  | false"
            })
    void fitAsSurefiresDo(String pattern, String type, boolean fits) {
        assertThat(ClassPattern.isTest(options(List.of(pattern), List.of()), type))
                .isEqualTo(fits);
        assertThat(ClassPattern.isTest(options(List.of("**"), List.of(pattern)), type))
                .isEqualTo(!fits);
    }

    @Test
    void oneOfThemIsEnough() {
        Surefire options = options(List.of("**/*Test.java", "**/*Spec.java"), List.of("**/Old*", "**/Slow*"));
        assertThat(ClassPattern.isTest(options, "a/HelloSpec")).isTrue();
        assertThat(ClassPattern.isTest(options, "a/SlowTest")).isFalse();
    }
}
