package dev.effe.lambda.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonNode;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.spi.FunctionUrlCall;
import dev.effe.spi.HttpEvents.Shape;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From a request to its event, byte for byte. */
class EventShapeTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final FrontDoor DOOR = new FrontDoor("orders", "eu-west-1", "000000000000");
    private static final Instant AT = Instant.parse("2020-03-12T19:03:58.390Z");
    private static final String TRACE = "X-Amzn-Trace-Id: Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e";

    private static String event(Shape shape, FakeHttp request) {
        return new String(EventShape.of(shape, DOOR).event(new HttpCall(request, false, AT)), UTF_8);
    }

    private static JsonNode json(Shape shape, FakeHttp request) throws IOException {
        return MAPPER.readTree(event(shape, request));
    }

    /** One request for all shapes: escapes, doubled headers and parameters, cookies, a connection's own header. */
    private static FakeHttp rich() {
        return new FakeHttp(
                        "POST",
                        "/my%2Fpath/%C3%A9?a=1&a=2&b=x%20y+z&c&d=%26",
                        "Host: orders.example.com:8443",
                        "User-Agent: curl/8",
                        "Content-Type: application/json; charset=utf-8",
                        "Cookie: one=1; two=2",
                        "Cookie: three=\"3\"",
                        "X-Twice: v1",
                        "X-Twice: v2",
                        "Connection: keep-alive",
                        "Transfer-Encoding: chunked",
                        TRACE)
                .body("{\"hé\":\"\\\"\"}");
    }

    @Test
    void isThatOfAFunctionUrl() {
        assertThat(event(Shape.V2, rich())).isEqualTo("""
                {"version":"2.0","routeKey":"$default","rawPath":"/my%2Fpath/%C3%A9",\
                "rawQueryString":"a=1&a=2&b=x%20y+z&c&d=%26",\
                "cookies":["one=1","two=2","three=\\"3\\""],\
                "headers":{"content-type":"application/json; charset=utf-8","cookie":"one=1; two=2,three=\\"3\\"",\
                "host":"orders.example.com:8443","user-agent":"curl/8",\
                "x-amzn-trace-id":"Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e","x-forwarded-for":"203.0.113.7",\
                "x-forwarded-port":"8443","x-forwarded-proto":"http","x-twice":"v1,v2"},\
                "queryStringParameters":{"a":"1,2","b":"x y z","c":"","d":"&"},\
                "requestContext":{"accountId":"anonymous","apiId":"orders","domainName":"orders.example.com",\
                "domainPrefix":"orders","http":{"method":"POST","path":"/my%2Fpath/%C3%A9","protocol":"HTTP/1.1",\
                "sourceIp":"203.0.113.7","userAgent":"curl/8"},"requestId":"72934cf8-40ed-4e0b-8a5b-3a2c7ff1a0a4",\
                "routeKey":"$default","stage":"$default","time":"12/Mar/2020:19:03:58 +0000",\
                "timeEpoch":1584039838390},\
                "body":"{\\"hé\\":\\"\\\\\\"\\"}","isBase64Encoded":false}""");
    }

    @Test
    void tellsWhoHasSignedARequestOfAFunctionUrl() throws Exception {
        FakeHttp signed = rich().byUrl(
                        new FunctionUrlCall(false, Optional.of(new FunctionUrlCall.Caller("123456789012", "AKIA"))));
        JsonNode context = json(Shape.V2, signed).get("requestContext");
        assertThat(context.get("accountId").textValue()).isEqualTo("anonymous");
        assertThat(context.get("authorizer")).hasToString("""
                {"iam":{"accessKey":"AKIA","accountId":"123456789012","callerId":"AKIA","cognitoIdentity":null,\
                "principalOrgId":null,"userArn":"arn:aws:iam::123456789012:user/AKIA","userId":"AKIA"}}""");
        FakeHttp unsigned = rich().byUrl(new FunctionUrlCall(true, Optional.empty()));
        assertThat(json(Shape.V2, unsigned).get("requestContext").has("authorizer"))
                .isFalse();
    }

    @Test
    void leavesOutOfAFunctionUrlsEventWhatIsNotThere() {
        assertThat(event(Shape.V2, new FakeHttp("GET", "/", TRACE))).isEqualTo("""
                {"version":"2.0","routeKey":"$default","rawPath":"/","rawQueryString":"",\
                "headers":{"x-amzn-trace-id":"Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e",\
                "x-forwarded-for":"203.0.113.7","x-forwarded-port":"80","x-forwarded-proto":"http"},\
                "requestContext":{"accountId":"anonymous","apiId":"orders","domainName":"","domainPrefix":"",\
                "http":{"method":"GET","path":"/","protocol":"HTTP/1.1","sourceIp":"203.0.113.7","userAgent":""},\
                "requestId":"72934cf8-40ed-4e0b-8a5b-3a2c7ff1a0a4","routeKey":"$default","stage":"$default",\
                "time":"12/Mar/2020:19:03:58 +0000","timeEpoch":1584039838390},"isBase64Encoded":false}""");
    }

    @Test
    void isThatOfARestApi() {
        assertThat(event(Shape.V1, rich())).isEqualTo("""
                {"resource":"/{proxy+}","path":"/my%2Fpath/%C3%A9","httpMethod":"POST",\
                "headers":{"Content-Type":"application/json; charset=utf-8","Cookie":"three=\\"3\\"",\
                "Host":"orders.example.com:8443","User-Agent":"curl/8",\
                "X-Amzn-Trace-Id":"Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e","X-Forwarded-For":"203.0.113.7",\
                "X-Forwarded-Port":"8443","X-Forwarded-Proto":"http","X-Twice":"v2"},\
                "multiValueHeaders":{"Content-Type":["application/json; charset=utf-8"],\
                "Cookie":["one=1; two=2","three=\\"3\\""],"Host":["orders.example.com:8443"],\
                "User-Agent":["curl/8"],"X-Amzn-Trace-Id":["Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e"],\
                "X-Forwarded-For":["203.0.113.7"],"X-Forwarded-Port":["8443"],"X-Forwarded-Proto":["http"],\
                "X-Twice":["v1","v2"]},\
                "queryStringParameters":{"a":"2","b":"x y z","c":"","d":"&"},\
                "multiValueQueryStringParameters":{"a":["1","2"],"b":["x y z"],"c":[""],"d":["&"]},\
                "pathParameters":{"proxy":"my%2Fpath/%C3%A9"},"stageVariables":null,\
                "requestContext":{"resourceId":"orders","resourcePath":"/{proxy+}","httpMethod":"POST",\
                "extendedRequestId":"72934cf8-40ed-4e0b-8a5b-3a2c7ff1a0a4",\
                "requestTime":"12/Mar/2020:19:03:58 +0000","path":"/my%2Fpath/%C3%A9",\
                "accountId":"000000000000","protocol":"HTTP/1.1","stage":"$default","domainPrefix":"orders",\
                "requestTimeEpoch":1584039838390,"requestId":"72934cf8-40ed-4e0b-8a5b-3a2c7ff1a0a4",\
                "identity":{"sourceIp":"203.0.113.7","userAgent":"curl/8","cognitoIdentityPoolId":null,\
                "accountId":null,"cognitoIdentityId":null,"caller":null,"principalOrgId":null,"accessKey":null,\
                "cognitoAuthenticationType":null,"cognitoAuthenticationProvider":null,"userArn":null,"user":null},\
                "domainName":"orders.example.com","apiId":"orders"},\
                "body":"{\\"hé\\":\\"\\\\\\"\\"}","isBase64Encoded":false}""");
    }

    @ParameterizedTest
    @CsvSource({
        "/a%2Fb.png, a%2Fb.png",
        "/p/, p",
        "//p, /p",
        "/p//q, p//q",
        "/pa2%Fth/1, pa2%Fth/1",
        "/caf%C3%A9?x=/y/, caf%C3%A9"
    })
    void namesTheRestOfThePathAsItWasSent(String target, String proxy) throws Exception {
        JsonNode event = json(Shape.V1, new FakeHttp("GET", target));

        assertThat(event.get("resource").textValue()).isEqualTo("/{proxy+}");
        assertThat(event.get("pathParameters").get("proxy").textValue()).isEqualTo(proxy);
        assertThat(event.get("path").textValue()).isEqualTo(target.replaceAll("\\?.*", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "GET /orders, /orders, GET /orders, /orders, null",
        "* /orders/{id}, /orders/a%2Fb, ANY /orders/{id}, /orders/{id}, '{\"id\":\"a%2Fb\"}'",
        "GET /{a}/x/{rest...}, /1/x/b%20/c?d=/, GET /{a}/x/{rest+}, /{a}/x/{rest+}, "
                + "'{\"a\":\"1\",\"rest\":\"b%20/c\"}'",
        "PUT /{a_b-c}/, /%2E%2E%2E/, PUT /{a_b-c}/, /{a_b-c}/, '{\"a_b-c\":\"%2E%2E%2E\"}'"
    })
    void hasTheRouteThatMatched(String route, String target, String key, String resource, String asSent)
            throws Exception {
        FakeHttp request = new FakeHttp("HEAD", target).matched(route, Map.of("decoded", "a/b"));

        JsonNode v2 = json(Shape.V2, request);
        assertThat(v2.get("routeKey").textValue()).isEqualTo(key);
        assertThat(v2.get("requestContext").get("routeKey").textValue()).isEqualTo(key);
        assertThat(v2.get("pathParameters")).hasToString("{\"decoded\":\"a/b\"}");
        JsonNode v1 = json(Shape.V1, request);
        assertThat(v1.get("resource").textValue()).isEqualTo(resource);
        assertThat(v1.get("requestContext").get("resourcePath").textValue()).isEqualTo(resource);
        assertThat(v1.get("pathParameters")).hasToString(asSent);
        for (Shape shape : new Shape[] {Shape.ALB, Shape.ALB_MULTI}) {
            assertThat(json(shape, request).has("pathParameters")).isFalse();
        }
    }

    @Test
    void hasNoPathParametersForARouteWithoutThem() throws Exception {
        JsonNode v2 = json(Shape.V2, new FakeHttp("GET", "/orders").matched("GET /orders", Map.of()));

        assertThat(v2.has("pathParameters")).isFalse();
        assertThat(json(Shape.V2, new FakeHttp("GET", "/orders")).has("pathParameters"))
                .isFalse();
    }

    @Test
    void hasNullsForWhatARestApiWasNotSent() throws Exception {
        JsonNode event = json(Shape.V1, new FakeHttp("GET", "/"));

        assertThat(event.get("resource").textValue()).isEqualTo("/");
        for (String name : new String[] {
            "queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables", "body"
        }) {
            assertThat(event.get(name).isNull()).as(name).isTrue();
        }
        assertThat(event.get("isBase64Encoded").booleanValue()).isFalse();
    }

    @Test
    void isThatOfALoadBalancer() {
        assertThat(event(Shape.ALB, rich())).isEqualTo("""
                {"requestContext":{"elb":{"targetGroupArn":\
                "arn:aws:elasticloadbalancing:eu-west-1:000000000000:targetgroup/orders/0000000000000000"}},\
                "httpMethod":"POST","path":"/my%2Fpath/%C3%A9",\
                "queryStringParameters":{"a":"2","b":"x%20y+z","c":"","d":"%26"},\
                "headers":{"content-type":"application/json; charset=utf-8","cookie":"three=\\"3\\"",\
                "host":"orders.example.com:8443","user-agent":"curl/8",\
                "x-amzn-trace-id":"Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e","x-forwarded-for":"203.0.113.7",\
                "x-forwarded-port":"8443","x-forwarded-proto":"http","x-twice":"v2"},\
                "body":"{\\"hé\\":\\"\\\\\\"\\"}","isBase64Encoded":false}""");
    }

    @Test
    void hasAllValuesInsteadWhereTheTargetGroupSaysSo() throws Exception {
        JsonNode event = json(Shape.ALB_MULTI, rich());

        assertThat(event.has("headers")).isFalse();
        assertThat(event.has("queryStringParameters")).isFalse();
        assertThat(event.get("multiValueHeaders").get("x-twice")).hasToString("[\"v1\",\"v2\"]");
        assertThat(event.get("multiValueQueryStringParameters"))
                .hasToString("{\"a\":[\"1\",\"2\"],\"b\":[\"x%20y+z\"],\"c\":[\"\"],\"d\":[\"%26\"]}");
    }

    @Test
    void hasAnEmptyBodyFromALoadBalancerIfThereIsNone() throws Exception {
        JsonNode event = json(Shape.ALB, new FakeHttp("GET", "/"));

        assertThat(event.get("body").textValue()).isEmpty();
        assertThat(event.get("isBase64Encoded").booleanValue()).isFalse();
        assertThat(event.get("queryStringParameters")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            # content type                     | bytes    | v2    | v1    | alb
            application/json                   | 7b7d     | {}    | {}    | {}
            APPLICATION/JSON; charset=UTF-8    | 7b7d     | {}    | {}    | {}
            application/problem+json           | 7b7d     | {}    | {}    | e30=
            text/plain                         | c3a9     | é     | é     | é
            text/plain                         | e9       | 6Q==  | 6Q==  | 6Q==
            application/json                   | 00       | \\0   | \\0   | \\0
            application/xml                    | 3c61     | <a    | <a    | <a
            image/svg+xml                      | 3c61     | <a    | <a    | PGE=
            application/javascript             | 613b     | a;    | a;    | a;
            application/x-www-form-urlencoded  | 613d31   | YT0x  | a=1   | YT0x
            multipart/form-data; boundary=x    | 2d2d78   | LS14  | LS14  | LS14
            application/octet-stream           | 0001ff   | AAH/  | AAH/  | AAH/
            image/png                          | 89504e47 | iVBORw== | iVBORw== | iVBORw==
            -                                  | 6869     | aGk=  | hi    | aGk=
            """)
    void hasTextAsItIsAndAllElseInBase64(String type, String bytes, String v2, String v1, String alb) throws Exception {
        String[] headers = type == null ? new String[0] : new String[] {"Content-Type: " + type};
        byte[] body = HexFormat.of().parseHex(bytes);
        for (String[] row : new String[][] {{"V2", v2}, {"V1", v1}, {"ALB", alb}, {"ALB_MULTI", alb}}) {
            JsonNode event = json(Shape.valueOf(row[0]), new FakeHttp("POST", "/", headers).body(body));
            String text = row[1].replace("\\0", "\0");
            boolean isText = new String(body, UTF_8).equals(text);

            assertThat(event.get("body").textValue()).as(row[0]).isEqualTo(text);
            assertThat(event.get("isBase64Encoded").booleanValue()).as(row[0]).isEqualTo(!isText);
        }
    }

    @Test
    void isInBase64ToALoadBalancerIfCompressed() throws Exception {
        FakeHttp request = new FakeHttp("POST", "/", "Content-Type: text/plain", "Content-Encoding: br").body("x");

        assertThat(json(Shape.ALB, request).get("body").textValue()).isEqualTo("eA==");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            # host             | sent for              | sent proto | tls   | for                               | port | proto
            a.example          | -                     | -          | false | 203.0.113.7                       | 80   | http
            a.example          | -                     | -          | true  | 203.0.113.7                       | 443  | https
            a.example:8080     | -                     | -          | false | 203.0.113.7                       | 8080 | http
            a.example          | -                     | https      | false | 203.0.113.7                       | 443  | https
            a.example          | -                     | http       | true  | 203.0.113.7                       | 443  | https
            [::1]:81           | 198.51.100.2          | -          | false | 198.51.100.2, 203.0.113.7         | 81   | http
            [::1]              | 203.0.113.7, 10.0.0.1 | -          | false | 203.0.113.7, 10.0.0.1, 203.0.113.7 | 80   | http
            a.example          | 1.2.3.4, 203.0.113.7  | -          | false | 1.2.3.4, 203.0.113.7              | 80   | http
            """)
    void saysWhereTheRequestCameFrom(
            String host, String sentFor, String sentProto, boolean tls, String by, String port, String proto)
            throws Exception {
        String[] headers = sentFor == null
                ? new String[] {"Host: " + host, "A: b"}
                : new String[] {"Host: " + host, "X-Forwarded-For: " + sentFor};
        FakeHttp request = new FakeHttp("GET", "/", headers);
        if (sentProto != null) {
            request.headers().put("X-Forwarded-Proto", List.of(sentProto));
        }
        HttpCall call = new HttpCall(request.proxied(), tls, AT);

        assertThat(call.headers().get("x-forwarded-for")).containsExactly(by);
        assertThat(call.headers().get("x-forwarded-port")).containsExactly(port);
        assertThat(call.headers().get("x-forwarded-proto")).containsExactly(proto);
    }

    /** Which whoever sends the request can write. */
    @ParameterizedTest
    @EnumSource(Shape.class)
    void doesNotTakeAnUntrustedClientsWordForIt(Shape shape) throws Exception {
        FakeHttp request = new FakeHttp(
                "GET",
                "/",
                "Host: a.example",
                "X-Forwarded-For: 6.6.6.6",
                "X-Forwarded-For: 7.7.7.7",
                "x-forwarded-proto: https",
                "X-FORWARDED-PORT: 1234",
                "Forwarded: for=8.8.8.8;proto=https");

        HttpCall call = new HttpCall(request, false, AT);
        assertThat(call.headers().get("x-forwarded-for")).containsExactly("203.0.113.7");
        assertThat(call.headers().get("x-forwarded-port")).containsExactly("80");
        assertThat(call.headers().get("x-forwarded-proto")).containsExactly("http");
        assertThat(json(shape, request).toString())
                .contains("203.0.113.7")
                .doesNotContain("6.6.6.6", "7.7.7.7", "1234", "\"https\"");
    }

    @ParameterizedTest
    @CsvSource({
        "abc.lambda-url.eu-west-1.on.aws, abc.lambda-url.eu-west-1.on.aws, abc",
        "localhost:8080, localhost, localhost",
        "192.0.2.1:80, 192.0.2.1, 192.0.2.1",
        "[::1]:80, [::1], [::1]",
        "a.example, a.example, a"
    })
    void namesItsHost(String host, String name, String prefix) throws Exception {
        JsonNode context =
                json(Shape.V2, new FakeHttp("GET", "/", "Host: " + host)).get("requestContext");

        assertThat(context.get("domainName").textValue()).isEqualTo(name);
        assertThat(context.get("domainPrefix").textValue()).isEqualTo(prefix);
    }

    @Test
    void hasAUuidForItsId() throws Exception {
        JsonNode context = json(Shape.V2, new FakeHttp("GET", "/").id("900e0c65f70102b3-2"))
                .get("requestContext");
        String id = context.get("requestId").textValue();

        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(json(Shape.V1, new FakeHttp("GET", "/").id("900e0c65f70102b3-2"))
                        .at("/requestContext/requestId")
                        .textValue())
                .isEqualTo(id);
        assertThat(json(Shape.V2, new FakeHttp("GET", "/").id("900e0c65f70102b3-3"))
                        .at("/requestContext/requestId")
                        .textValue())
                .isNotEqualTo(id);
    }

    @Test
    void belongsToTheClientsTraceOrToANewOne() {
        HttpCall traced = new HttpCall(new FakeHttp("GET", "/", "X-Amzn-Trace-Id: Root=1-2-3;Sampled=1"), false, AT);
        assertThat(traced.traceId()).isEqualTo("Root=1-2-3;Sampled=1");

        for (String sent : new String[] {"nonsense", "Root=" + "x".repeat(600)}) {
            HttpCall call = new HttpCall(new FakeHttp("GET", "/", "X-Amzn-Trace-Id: " + sent), false, AT);
            assertThat(call.traceId()).matches("Root=1-5e6a879e-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
            assertThat(call.headers().get("X-Amzn-Trace-Id")).containsExactly(call.traceId());
        }
    }
}
