package com.acme.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ApplicationLoadBalancerRequestEvent;
import com.amazonaws.services.lambda.runtime.events.ApplicationLoadBalancerResponseEvent;
import java.util.Map;

/** Written for a load balancer. */
public final class BalancedHandler
        implements RequestHandler<ApplicationLoadBalancerRequestEvent, ApplicationLoadBalancerResponseEvent> {

    @Override
    public ApplicationLoadBalancerResponseEvent handleRequest(
            ApplicationLoadBalancerRequestEvent event, Context context) {
        ApplicationLoadBalancerResponseEvent response = new ApplicationLoadBalancerResponseEvent();
        response.setStatusCode(200);
        response.setStatusDescription("200 OK");
        response.setHeaders(Map.of("Content-Type", "text/plain"));
        response.setBody(String.join(
                "\n",
                event.getRequestContext().getElb().getTargetGroupArn(),
                event.getHttpMethod(),
                event.getPath(),
                String.valueOf(event.getQueryStringParameters()),
                event.getHeaders().get("x-twice"),
                event.getBody()));
        return response;
    }
}
