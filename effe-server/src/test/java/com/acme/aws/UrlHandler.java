package com.acme.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Written for a Function URL or an HTTP API. */
public final class UrlHandler implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        switch (event.getRawPath()) {
            case "/fail":
                throw new IllegalStateException("a secret");
            case "/binary":
                return answer(event.getBody(), event.getIsBase64Encoded());
            case "/forwarded":
                Map<String, String> sent = event.getHeaders();
                return answer(
                        sent.get("x-forwarded-for") + "|" + sent.get("x-forwarded-proto") + "|"
                                + sent.get("x-forwarded-port") + "|"
                                + event.getRequestContext().getHttp().getSourceIp(),
                        false);
            case "/malformed":
                return APIGatewayV2HTTPResponse.builder().withStatusCode(1).build();
            default:
                return answer(describe(event, context), false);
        }
    }

    private static APIGatewayV2HTTPResponse answer(String body, boolean isBase64) {
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(201)
                .withHeaders(Map.of("Content-Type", "application/x-test", "Content-Length", "1"))
                .withCookies(List.of("a=1; Path=/", "b=2"))
                .withBody(body)
                .withIsBase64Encoded(isBase64)
                .build();
    }

    private static String describe(APIGatewayV2HTTPEvent event, Context context) {
        APIGatewayV2HTTPEvent.RequestContext from = event.getRequestContext();
        String body =
                event.getIsBase64Encoded() ? new String(Base64.getDecoder().decode(event.getBody())) : event.getBody();
        return String.join(
                "\n",
                event.getVersion(),
                from.getHttp().getMethod(),
                event.getRawPath(),
                event.getRawQueryString(),
                String.valueOf(event.getQueryStringParameters()),
                String.valueOf(event.getCookies()),
                event.getHeaders().get("x-twice"),
                from.getHttp().getSourceIp(),
                "" + from.getRequestId().equals(context.getAwsRequestId()),
                "" + event.getHeaders().get("x-amzn-trace-id").equals(context.getXrayTraceId()),
                body);
    }
}
