package dev.effe.lambda.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.spi.HttpEvents.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From what a handler gives to what the client is answered. */
class HttpAnswerTest {

    private static final FrontDoor DOOR = new FrontDoor("f", "us-east-1", "000000000000");

    private static RecordedAnswer answer(Shape shape, String result) throws MalformedAnswerException {
        RecordedAnswer response = new RecordedAnswer();
        EventShape.of(shape, DOOR).answer(result.getBytes(UTF_8)).into(response);
        return response;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # result                                             | status | body
            {"statusCode":201,"body":"hi"}                       | 201    | hi
            {"statusCode":"418","body":"tea"}                    | 418    | tea
            {"statusCode":204}                                   | 204    | ``
            {"statusCode":200,"body":null}                       | 200    | ``
            {"statusCode":200,"body":"aGk=","isBase64Encoded":true}  | 200 | hi
            {"statusCode":200,"body":"aGk=","isBase64Encoded":false} | 200 | aGk=
            {"statusCode":200,"body":{"a":1}}                    | 200    | {"a":1}
            {"statusCode":null,"body":"x"}                       | 200    | {"statusCode":null,"body":"x"}
            {"hello": "world"}                                   | 200    | {"hello": "world"}
            "text \\"quoted\\""                                  | 200    | text "quoted"
            ""                                                   | 200    | ``
            [1,2]                                                | 200    | [1,2]
            7                                                    | 200    | 7
            true                                                 | 200    | true
            null                                                 | 200    | null
            not json                                             | 200    | not json
            ``                                                   | 200    | ``
            """)
    void isThatOfAFunctionUrl(String result, int status, String body) throws Exception {
        RecordedAnswer answer = answer(Shape.V2, result);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers).containsExactly("Content-Type: application/json");
    }

    @Test
    void hasHeadersAndCookies() throws Exception {
        RecordedAnswer answer = answer(Shape.V2, """
                {"statusCode":200,"headers":{"content-type":"text/html","X-Number":7,"X-True":true,"X-Null":null},
                 "cookies":["a=1; Path=/","b=2"],"body":"<p>é"}""");

        assertThat(answer.headers)
                .containsExactly(
                        "content-type: text/html",
                        "Set-Cookie: a=1; Path=/",
                        "Set-Cookie: b=2",
                        "X-Null: ",
                        "X-Number: 7",
                        "X-True: true");
        assertThat(answer.sent).isEqualTo("<p>é".getBytes(UTF_8));
    }

    @Test
    void leavesTheFramingToTheServer() throws Exception {
        RecordedAnswer answer = answer(Shape.V2, """
                {"statusCode":200,"headers":{"Connection":"close","content-length":"999","Transfer-Encoding":"gzip",
                 "Keep-Alive":"x","Upgrade":"x","Trailer":"x","Proxy-Connection":"x","Date":"d"},"body":"x"}""");

        assertThat(answer.headers).containsExactly("Content-Type: application/json", "Date: d");
    }

    @Test
    void addsToWhatOthersSayOfVaryAndReplacesWhatTheySayElse() throws Exception {
        RecordedAnswer response = new RecordedAnswer();
        response.header("Vary", "Origin").header("X-A", "theirs");
        String result = "{\"statusCode\":200,\"headers\":{\"vary\":\"Accept\",\"x-a\":\"mine\"}}";
        EventShape.of(Shape.V2, DOOR).answer(result.getBytes(UTF_8)).into(response);

        assertThat(response.headers)
                .containsExactly("Vary: Origin", "Content-Type: application/json", "vary: Accept", "x-a: mine");
    }

    @ParameterizedTest
    @EnumSource(value = Shape.class, names = "V2", mode = EnumSource.Mode.EXCLUDE)
    void hasAllValuesOfMultiValueHeaders(Shape shape) throws Exception {
        RecordedAnswer answer = answer(shape, """
                {"statusCode":201,"headers":{"X-A":"2","X-B":"b","content-type":"a/b"},
                 "multiValueHeaders":{"x-a":["1","2"],"Set-Cookie":["a=1","b=2"]},"body":"aGk=","isBase64Encoded":true}""");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers)
                .containsExactly(
                        "content-type: a/b", "Set-Cookie: a=1", "Set-Cookie: b=2", "x-a: 1", "x-a: 2", "X-B: b");
        assertThat(answer.body()).isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource({"V1, application/json", "ALB, application/octet-stream", "ALB_MULTI, application/octet-stream"})
    void hasAContentTypeInAnyCase(Shape shape, String type) throws Exception {
        assertThat(answer(shape, "{\"statusCode\":200}").headers).containsExactly("Content-Type: " + type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"statusCode":199}                                       | statusCode must be from 200 to 599, but is 199
            {"statusCode":600}                                       | statusCode must be from 200 to 599, but is 600
            {"statusCode":0}                                         | statusCode must be from 200 to 599, but is 0
            {"statusCode":"ok"}                                      | statusCode must be from 200 to 599, but is "ok"
            {"statusCode":[200]}                                     | statusCode must be from 200 to 599, but is [200]
            {"statusCode":200,"headers":[]}                          | headers must be an object
            {"statusCode":200,"headers":{"a":["b"]}}                 | a value of a must be a string
            {"statusCode":200,"headers":{"a":"b\\r\\nc: d"}}         | the value of a must be ISO-8859-1 text
            {"statusCode":200,"headers":{"a":"€"}}                   | the value of a must be ISO-8859-1 text
            {"statusCode":200,"headers":{"a b":"c"}}                 | the name of a header must be a token
            {"statusCode":200,"headers":{"":"c"}}                    | the name of a header must be a token
            {"statusCode":200,"multiValueHeaders":{"a":"b"}}         | a must be an array
            {"statusCode":200,"body":"%%","isBase64Encoded":true}    | body is not base64: Illegal base64 character 25
            """)
    void isNoneOfWhatIsMalformed(String result, String reason) {
        for (Shape shape : Shape.values()) {
            assertThatThrownBy(() -> answer(shape, result))
                    .as(shape.name())
                    .isInstanceOf(MalformedAnswerException.class)
                    .hasMessage("Malformed Lambda proxy response: " + reason);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "text"                          | it must be an object with a statusCode
            [1]                             | it must be an object with a statusCode
            null                            | it must be an object with a statusCode
            nothing                         | it must be an object with a statusCode
            ``                              | it must be an object with a statusCode
            {"statusCode":200,"body":{}}    | body must be a string
            """)
    void isAResponseAndNothingElseToApisAndLoadBalancers(String result, String reason) {
        for (Shape shape : new Shape[] {Shape.V1, Shape.ALB, Shape.ALB_MULTI}) {
            assertThatThrownBy(() -> answer(shape, result))
                    .as(shape.name())
                    .isInstanceOf(MalformedAnswerException.class)
                    .hasMessage("Malformed Lambda proxy response: " + reason);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            V2  | {"statusCode":200,"cookies":"a=1"} | cookies must be an array
            V2  | {"statusCode":200,"cookies":[{}]}  | a value of cookies must be a string
            ALB | {"statusCode":200,"cookies":[{}]}  | a value of cookies must be a string
            ALB | {"hello":"world"}                  | statusCode must be from 200 to 599, but is null
            V1  | {"hello":"world"}                  | a REST API knows no field hello
            V1  | {"statusCode":200,"cookies":[]}    | a REST API knows no field cookies
            V1  | {"statusCode":200,"StatusCode":2}  | a REST API knows no field StatusCode
            V1  | {"statusCode":200,"statusDescription":"200 OK"} | a REST API knows no field statusDescription
            """)
    void eachFrontDoorHasItsFields(Shape shape, String result, String reason) {
        assertThatThrownBy(() -> answer(shape, result))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessage("Malformed Lambda proxy response: " + reason);
    }

    /** As recorded on AWS. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                             | ``
            {"headers":{"test-header":"value"}}            | ``
            {"multiValueHeaders":{"test-header":["value"]}}| ``
            {"isBase64Encoded":true,"body":"aGk="}         | hi
            {"body":"hi","statusCode":null,"cookies":null} | hi
            """)
    void needsNoStatusToARestApi(String result, String body) throws Exception {
        RecordedAnswer answer = answer(Shape.V1, result);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers).contains("Content-Type: application/json");
        assertThat(answer.headers.contains("test-header: value")).isEqualTo(result.contains("test-header"));
    }

    @Test
    void mayDescribeItsStatusToALoadBalancer() throws Exception {
        String result = "{\"statusCode\":201,\"statusDescription\":\"201 Created\"}";
        assertThat(answer(Shape.ALB, result).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            V2  | application/json | Internal Server Error
            V1  | application/json | {"message": "Internal server error"}
            """)
    void tellsNothingOfAFailure(Shape shape, String type, String body) {
        RecordedAnswer response = new RecordedAnswer();
        EventShape.of(shape, DOOR).failure().into(response);

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.headers).containsExactly("Content-Type: " + type);
        assertThat(response.body()).isEqualTo(body);
    }

    @Test
    void isAPageIfALoadBalancersTargetFails() {
        RecordedAnswer response = new RecordedAnswer();
        EventShape.of(Shape.ALB, DOOR).failure().into(response);

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.headers).containsExactly("Content-Type: text/html");
        assertThat(response.body()).contains("<title>502 Bad Gateway</title>");
    }
}
