package com.acme.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.util.List;
import java.util.Map;

/** Written for a REST API. */
public final class RestHandler implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        APIGatewayProxyResponseEvent response = new APIGatewayProxyResponseEvent();
        if (event.getPath().equals("/no-status")) {
            return response.withBody("x");
        }
        if (event.getPath().equals("/bad-status")) {
            return response.withStatusCode(1).withBody("x");
        }
        String body = String.join(
                "\n",
                event.getHttpMethod(),
                event.getResource(),
                event.getPath(),
                String.valueOf(event.getPathParameters()),
                String.valueOf(event.getQueryStringParameters()),
                String.valueOf(event.getMultiValueQueryStringParameters()),
                String.valueOf(event.getMultiValueHeaders().get("X-Twice")),
                event.getRequestContext().getIdentity().getSourceIp(),
                String.valueOf(event.getBody()));
        return response.withStatusCode(202)
                .withHeaders(Map.of("X-One", "1"))
                .withMultiValueHeaders(Map.of("X-Many", List.of("a", "b")))
                .withBody(body);
    }
}
