package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.effe.test.events.SqsEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LambdaEventTest {

    @Test
    void hasAnotherValueInAnyPlace() {
        // @start region="with"
        LambdaEvent retried = SqsEvent.of("order 7").with("/Records/0/attributes/ApproximateReceiveCount", "3");
        // @end
        assertThat(retried.as(SQSEvent.class).getRecords().get(0).getAttributes())
                .containsEntry("ApproximateReceiveCount", "3")
                .containsKey("SentTimestamp");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1}          | /a        | {"a":"new"}
            {"a":1}          | /b        | {"a":1,"b":"new"}
            {"a":[1,2]}      | /a/1      | {"a":[1,"new"]}
            {"a":[1]}        | /a/1      | {"a":[1,"new"]}
            {"a":[{"b":1}]}  | /a/0/b    | {"a":[{"b":"new"}]}
            {}               | /a/b/c    | {"a":{"b":{"c":"new"}}}
            {"a":null}       | /a/b      | {"a":{"b":"new"}}
            {"a/b":1}        | /a~1b     | {"a/b":"new"}
            {"~1":1}         | /~01      | {"~1":"new"}
            {"":1}           | /         | {"":"new"}
            [1]              | /0        | ["new"]
            null             | /a        | {"a":"new"}
            """)
    void putsAValueWhereThePointerSays(String json, String pointer, String changed) {
        LambdaEvent event = LambdaEvent.ofJson(json);

        assertThat(event.with(pointer, "new").json()).isEqualTo(changed);
        assertThat(event.json()).isEqualTo(json);
    }

    @Test
    void putsAnyJson() {
        assertThat(LambdaEvent.ofJson("{\"a\":1}").with("/a", null).json()).isEqualTo("{\"a\":null}");
        assertThat(LambdaEvent.ofJson("{}")
                        .with("/a", Map.of("b", List.of(true, 1.5)))
                        .json())
                .isEqualTo("{\"a\":{\"b\":[true,1.5]}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":[1]} | /a/2  | There is no /a/2: 2 must be from 0 to 1 there
            {"a":[1]} | /a/-  | There is no /a/-: - must be from 0 to 1 there
            {"a":[1]} | /a/00 | There is no /a/00: 00 must be from 0 to 1 there
            {"a":1}   | /a/b  | There is no /a/b: 1 has no fields
            {"a":1}   | a     | A place begins with a slash, such as /Records/0/body, but was a
            """)
    void refusesPlacesThatCannotBe(String json, String pointer, String message) {
        assertThatThrownBy(() -> LambdaEvent.ofJson(json).with(pointer, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void isAnyJsonOfYourOwn() {
        assertThat(LambdaEvent.ofJson(" \"h\u00e9\" ").json()).isEqualTo("\"h\u00e9\"");
        assertThat(LambdaEvent.ofJson("7").bytes()).isEqualTo("7".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> LambdaEvent.ofJson("{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("No valid JSON (line 1");
    }

    @Test
    void saysWhatAwsCannotRead() {
        assertThatThrownBy(() -> LambdaEvent.ofJson("{\"Records\":7}").as(SQSEvent.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("AWS reads no " + SQSEvent.class.getName() + " from {\"Records\":7}");
        assertThatThrownBy(() -> LambdaEvent.ofJson("null").as(SQSEvent.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("AWS reads a null from null");
    }
}
