package dev.effe.lambda.runtime.http;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events and answers of Application Load Balancers. */
final class LoadBalancerShape implements EventShape {

    /** Nobody's, and the same at every start. */
    private static final String GROUP_ID = "0000000000000000";

    private static final String PAGE = """
            <html>\r
            <head><title>502 Bad Gateway</title></head>\r
            <body>\r
            <center><h1>502 Bad Gateway</h1></center>\r
            </body>\r
            </html>\r
            """;

    private final String targetGroup;
    private final boolean isMultiValue;

    /** @param isMultiValue whether events have all values of a header instead of the last */
    LoadBalancerShape(FrontDoor door, boolean isMultiValue) {
        this.targetGroup = "arn:aws:elasticloadbalancing:" + door.region() + ":" + door.account() + ":targetgroup/"
                + door.name() + "/" + GROUP_ID;
        this.isMultiValue = isMultiValue;
    }

    @Override
    public byte[] event(HttpCall call) {
        Map<String, List<String>> query = undecoded(call.rawQuery());
        return EventJson.write(event -> {
            EventJson.object(
                    event,
                    "requestContext",
                    context -> EventJson.object(
                            context, "elb", elb -> elb.writeStringField("targetGroupArn", targetGroup)));
            event.writeStringField("httpMethod", call.request().method());
            event.writeStringField("path", call.rawPath());
            if (isMultiValue) {
                EventJson.all(event, "multiValueQueryStringParameters", query, EventJson.AS_IT_CAME);
                EventJson.all(event, "multiValueHeaders", call.headers(), EventJson.LOWER_CASE);
            } else {
                EventJson.last(event, "queryStringParameters", query, EventJson.AS_IT_CAME);
                EventJson.last(event, "headers", call.headers(), EventJson.LOWER_CASE);
            }
            writeBody(event, call);
        });
    }

    private static Map<String, List<String>> undecoded(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            if (!parameter.isEmpty()) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                String value = equals < 0 ? "" : parameter.substring(equals + 1);
                parameters.computeIfAbsent(name, unknown -> new ArrayList<>(1)).add(value);
            }
        }
        return parameters;
    }

    private static void writeBody(JsonGenerator event, HttpCall call) throws IOException {
        byte[] body = call.request().bytes();
        if (body.length == 0) {
            event.writeStringField("body", "");
            event.writeBooleanField("isBase64Encoded", false);
            return;
        }
        boolean isText = call.header("Content-Encoding").isEmpty()
                && EventBody.isOneOf(
                        call.header("Content-Type"),
                        "text/",
                        "application/json",
                        "application/javascript",
                        "application/xml");
        EventBody.of(body, isText).into(event);
    }

    @Override
    public HttpAnswer answer(byte[] result) throws MalformedAnswerException {
        ProxyResponse response = ProxyResponse.of(result);
        return response.answer(response.status(), "application/octet-stream");
    }

    @Override
    public HttpAnswer failure() {
        return HttpAnswer.of(502, "text/html", PAGE.getBytes(StandardCharsets.UTF_8));
    }
}
