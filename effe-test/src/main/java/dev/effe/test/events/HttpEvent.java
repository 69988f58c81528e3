package dev.effe.test.events;

import dev.effe.lambda.runtime.http.EventShape;
import dev.effe.lambda.runtime.http.FrontDoor;
import dev.effe.lambda.runtime.http.HttpCall;
import dev.effe.spi.HttpEvents.Shape;
import dev.effe.test.LambdaEvent;
import dev.effe.test.TestRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The events that AWS's front doors make of a request by HTTP, each by the code that serves handlers. Stateless and
 * thread-safe.
 *
 * {@snippet class="dev.effe.test.events.HttpEventTest" region="http"}
 *
 * <p>A request without {@code Host} and {@code User-Agent} gets both. Bodies come in base64 where AWS has them so: if
 * they are no UTF-8, or if their {@code Content-Type} names no text. Path parameters are those of {@link
 * TestRequest#route}. Fields that requests decide nothing of, such as those of an authorizer, are set by {@link
 * LambdaEvent#with}.
 */
public final class HttpEvent {

    private static final FrontDoor DOOR = new FrontDoor("abcdefghij", Aws.REGION, Aws.ACCOUNT);

    private HttpEvent() {}

    /**
     * The event of an HTTP API of API Gateway or of a Function URL, payload format 2.0: {@code APIGatewayV2HTTPEvent}.
     *
     * @param request the request
     * @return the event
     */
    public static LambdaEvent v2(TestRequest request) {
        return event(request, Shape.V2, "abcdefghij.lambda-url." + Aws.REGION + ".on.aws");
    }

    /**
     * The event of a REST API of API Gateway, payload format 1.0: {@code APIGatewayProxyRequestEvent}.
     *
     * @param request the request
     * @return the event
     */
    public static LambdaEvent v1(TestRequest request) {
        return event(request, Shape.V1, "abcdefghij.execute-api." + Aws.REGION + ".amazonaws.com");
    }

    /**
     * The event of an Application Load Balancer, with the last value of each header: {@code
     * ApplicationLoadBalancerRequestEvent}.
     *
     * @param request the request
     * @return the event
     */
    public static LambdaEvent alb(TestRequest request) {
        return event(request, Shape.ALB, "my-alb-1234567890." + Aws.REGION + ".elb.amazonaws.com");
    }

    /**
     * The same of an Application Load Balancer whose target group has multi-value headers switched on.
     *
     * @param request the request
     * @return the event
     */
    public static LambdaEvent albMulti(TestRequest request) {
        return event(request, Shape.ALB_MULTI, "my-alb-1234567890." + Aws.REGION + ".elb.amazonaws.com");
    }

    private static LambdaEvent event(TestRequest request, Shape shape, String host) {
        TestRequest whole = orElse(orElse(request, "Host", host), "User-Agent", "effe-test");
        byte[] event = EventShape.of(shape, DOOR).event(new HttpCall(whole, true, Instant.now()));
        return LambdaEvent.ofJson(new String(event, StandardCharsets.UTF_8));
    }

    private static TestRequest orElse(TestRequest request, String header, String value) {
        return request.header(header).isPresent() ? request : request.header(header, value);
    }
}
