package dev.effe.test.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.ApplicationLoadBalancerRequestEvent;
import dev.effe.test.LambdaEvent;
import dev.effe.test.TestRequest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HttpEventTest {

    private static final TestRequest RICH = TestRequest.post("/books/caf%C3%A9?a=1&a=2&b=x%20y")
            .header("Cookie", "one=1; two=2")
            .header("X-Twice", "v1")
            .header("X-Twice", "v2")
            .jsonBody(Map.of("title", "Effe"))
            .route("POST /books/{name}");

    @Test
    void isThatOfAnHttpApi() {
        // @start region="http"
        TestRequest request = TestRequest.post("/books/7?lang=it").jsonBody(Map.of("title", "Effe"));
        LambdaEvent event = HttpEvent.v2(request.route("POST /books/{id}"))
                .with("/requestContext/authorizer/jwt/claims/sub", "ada");
        // @end
        APIGatewayV2HTTPEvent got = event.as(APIGatewayV2HTTPEvent.class);

        assertThat(got.getBody()).isEqualTo("{\"title\":\"Effe\"}");
        assertThat(got.getPathParameters()).isEqualTo(Map.of("id", "7"));
        assertThat(got.getQueryStringParameters()).isEqualTo(Map.of("lang", "it"));
        assertThat(got.getRequestContext().getAuthorizer().getJwt().getClaims()).isEqualTo(Map.of("sub", "ada"));
    }

    @Test
    void hasAllThatAFunctionUrlSends() {
        APIGatewayV2HTTPEvent event = HttpEvent.v2(RICH).as(APIGatewayV2HTTPEvent.class);

        assertThat(Getters.nulls(event)).containsExactlyInAnyOrder("requestContext.authorizer", "stageVariables");
        assertThat(event.getVersion()).isEqualTo("2.0");
        assertThat(event.getRouteKey()).isEqualTo("POST /books/{name}");
        assertThat(event.getRawPath()).isEqualTo("/books/caf%C3%A9");
        assertThat(event.getRawQueryString()).isEqualTo("a=1&a=2&b=x%20y");
        assertThat(event.getCookies()).containsExactly("one=1", "two=2");
        assertThat(event.getHeaders())
                .containsEntry("x-twice", "v1,v2")
                .containsEntry("content-type", "application/json")
                .containsEntry("host", "abcdefghij.lambda-url.us-east-1.on.aws")
                .containsEntry("x-forwarded-proto", "https")
                .containsEntry("x-forwarded-port", "443");
        assertThat(event.getQueryStringParameters()).isEqualTo(Map.of("a", "1,2", "b", "x y"));
        assertThat(event.getPathParameters()).isEqualTo(Map.of("name", "caf\u00e9"));
        assertThat(event.getRequestContext().getDomainPrefix()).isEqualTo("abcdefghij");
        assertThat(event.getRequestContext().getHttp().getUserAgent()).isEqualTo("effe-test");
        assertThat(event.getIsBase64Encoded()).isFalse();
    }

    @Test
    void hasAllThatARestApiSends() {
        APIGatewayProxyRequestEvent event = HttpEvent.v1(RICH).as(APIGatewayProxyRequestEvent.class);

        assertThat(event.getResource()).isEqualTo("/books/{name}");
        assertThat(event.getPath()).isEqualTo("/books/caf%C3%A9");
        assertThat(event.getHttpMethod()).isEqualTo("POST");
        assertThat(event.getHeaders())
                .containsEntry("X-Twice", "v2")
                .containsEntry("Host", "abcdefghij.execute-api.us-east-1.amazonaws.com");
        assertThat(event.getMultiValueHeaders()).containsEntry("X-Twice", List.of("v1", "v2"));
        assertThat(event.getQueryStringParameters()).isEqualTo(Map.of("a", "2", "b", "x y"));
        assertThat(event.getMultiValueQueryStringParameters())
                .isEqualTo(Map.of("a", List.of("1", "2"), "b", List.of("x y")));
        assertThat(event.getPathParameters()).isEqualTo(Map.of("name", "caf%C3%A9"));
        assertThat(event.getBody()).isEqualTo("{\"title\":\"Effe\"}");
        assertThat(event.getRequestContext().getIdentity().getSourceIp()).isEqualTo("127.0.0.1");
        assertThat(event.getRequestContext().getRequestTime())
                .matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
        assertThat(event.getRequestContext().getRequestTimeEpoch()).isGreaterThan(1_700_000_000_000L);
    }

    @Test
    void isThatOfALoadBalancerWithOneValueOrWithAll() {
        ApplicationLoadBalancerRequestEvent one = HttpEvent.alb(RICH).as(ApplicationLoadBalancerRequestEvent.class);
        assertThat(one.getHeaders()).containsEntry("x-twice", "v2");
        assertThat(one.getQueryStringParameters()).isEqualTo(Map.of("a", "2", "b", "x%20y"));
        assertThat(one.getMultiValueHeaders()).isNull();
        assertThat(one.getMultiValueQueryStringParameters()).isNull();
        assertThat(one.getRequestContext().getElb().getTargetGroupArn())
                .startsWith("arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/");

        ApplicationLoadBalancerRequestEvent all =
                HttpEvent.albMulti(RICH).as(ApplicationLoadBalancerRequestEvent.class);
        assertThat(all.getMultiValueHeaders()).containsEntry("x-twice", List.of("v1", "v2"));
        assertThat(all.getMultiValueQueryStringParameters())
                .isEqualTo(Map.of("a", List.of("1", "2"), "b", List.of("x%20y")));
        assertThat(all.getHeaders()).isNull();
        assertThat(all.getQueryStringParameters()).isNull();
    }

    @Test
    void hasBinaryBodiesInBase64() {
        byte[] image = {(byte) 0xff, (byte) 0xd8, 0};
        TestRequest request =
                TestRequest.post("/").header("Content-Type", "image/jpeg").body(image);
        String base64 = Base64.getEncoder().encodeToString(image);

        APIGatewayV2HTTPEvent url = HttpEvent.v2(request).as(APIGatewayV2HTTPEvent.class);
        assertThat(url.getBody()).isEqualTo(base64);
        assertThat(url.getIsBase64Encoded()).isTrue();
        APIGatewayProxyRequestEvent rest = HttpEvent.v1(request).as(APIGatewayProxyRequestEvent.class);
        assertThat(rest.getBody()).isEqualTo(base64);
        assertThat(rest.getIsBase64Encoded()).isTrue();
        ApplicationLoadBalancerRequestEvent alb = HttpEvent.alb(request).as(ApplicationLoadBalancerRequestEvent.class);
        assertThat(alb.getBody()).isEqualTo(base64);
        assertThat(alb.getIsBase64Encoded()).isTrue();
    }

    @Test
    void keepsTheHostAndAgentOfTheRequest() {
        APIGatewayV2HTTPEvent event = HttpEvent.v2(
                        TestRequest.get("/").header("Host", "api.example.com").header("User-Agent", "curl/8"))
                .as(APIGatewayV2HTTPEvent.class);

        assertThat(event.getRequestContext().getDomainName()).isEqualTo("api.example.com");
        assertThat(event.getRequestContext().getHttp().getUserAgent()).isEqualTo("curl/8");
        assertThat(event.getBody()).isNull();
        assertThat(event.getCookies()).isNull();
        assertThat(event.getPathParameters()).isNull();
    }
}
