package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.ApplicationLoadBalancerRequestEvent;
import com.amazonaws.services.lambda.runtime.events.CloudFrontEvent;
import com.amazonaws.services.lambda.runtime.events.ConnectEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Handlers of AWS's events. */
public final class Events {

    private Events() {}

    public static class Sqs extends Typed.Echo<SQSEvent> {}

    public static class S3 extends Typed.Echo<S3Event> {}

    public static class Sns extends Typed.Echo<SNSEvent> {}

    public static class Dynamodb extends Typed.Echo<DynamodbEvent> {}

    public static class Kinesis extends Typed.Echo<KinesisEvent> {}

    public static class Scheduled extends Typed.Echo<ScheduledEvent> {}

    public static class Connect extends Typed.Echo<ConnectEvent> {}

    public static class CloudFront extends Typed.Echo<CloudFrontEvent> {}

    public static class Alb extends Typed.Echo<ApplicationLoadBalancerRequestEvent> {}

    public static class HttpApi implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
        @Override
        public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
            return APIGatewayV2HTTPResponse.builder()
                    .withStatusCode(201)
                    .withHeaders(Map.of("X-Path", event.getRawPath()))
                    .withCookies(event.getCookies())
                    .withBody(event.getRequestContext().getHttp().getMethod() + " " + event.getBody())
                    .build();
        }
    }

    public static class RestApi implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
        @Override
        public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
            return new APIGatewayProxyResponseEvent()
                    .withStatusCode(200)
                    .withMultiValueHeaders(event.getMultiValueHeaders())
                    .withBody(event.getHttpMethod() + " " + event.getBody());
        }
    }

    /** Its input is an event without a mixin, so that AWS writes dates as seconds from then on. */
    public static class Dates implements RequestHandler<APIGatewayProxyRequestEvent, List<Date>> {
        @Override
        public List<Date> handleRequest(APIGatewayProxyRequestEvent event, Context context) {
            return new ArrayList<>(List.of(new Date(1500), new Date(0)));
        }
    }
}
