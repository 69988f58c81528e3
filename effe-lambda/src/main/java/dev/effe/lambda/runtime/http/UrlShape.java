package dev.effe.lambda.runtime.http;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonGenerator;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonNode;
import dev.effe.spi.FunctionUrlCall.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events and answers of Function URLs: payload format 2.0, which API Gateway's HTTP APIs have too, with their routes. */
final class UrlShape implements EventShape {

    private static final String JSON = "application/json";
    private static final String DEFAULT = "$default";
    private static final String ROUTE_KEY = "routeKey";

    private final FrontDoor door;

    UrlShape(FrontDoor door) {
        this.door = door;
    }

    @Override
    public byte[] event(HttpCall call) {
        return EventJson.write(event -> {
            event.writeStringField("version", "2.0");
            event.writeStringField(ROUTE_KEY, routeKey(call));
            event.writeStringField("rawPath", call.rawPath());
            event.writeStringField("rawQueryString", call.rawQuery());
            if (!call.cookies().isEmpty()) {
                EventJson.array(event, "cookies", call.cookies());
            }
            EventJson.joined(event, "headers", call.headers(), EventJson.LOWER_CASE);
            if (!call.request().query().isEmpty()) {
                EventJson.joined(event, "queryStringParameters", call.request().query(), EventJson.AS_IT_CAME);
            }
            EventJson.object(event, "requestContext", context -> writeContext(context, call));
            Map<String, String> parameters = call.request().pathParameters();
            if (!parameters.isEmpty()) {
                EventJson.texts(event, "pathParameters", parameters);
            }
            byte[] body = call.request().bytes();
            if (body.length == 0) {
                event.writeBooleanField("isBase64Encoded", false);
            } else {
                // Forms and bodies of no type come in base64: they are none of these.
                String type = call.header("Content-Type");
                EventBody.of(body, EventBody.isOneOf(type, "text/", "json", "xml", "javascript"))
                        .into(event);
            }
        });
    }

    private static String routeKey(HttpCall call) {
        MatchedRoute route = call.route();
        return route == null ? DEFAULT : route.key();
    }

    private void writeContext(JsonGenerator context, HttpCall call) throws IOException {
        context.writeStringField("accountId", "anonymous");
        context.writeStringField("apiId", door.name());
        Caller caller = call.caller();
        if (caller != null) {
            EventJson.object(
                    context, "authorizer", all -> EventJson.object(all, "iam", iam -> writeCaller(iam, caller)));
        }
        context.writeStringField("domainName", call.domainName());
        context.writeStringField("domainPrefix", call.domainPrefix());
        EventJson.object(context, "http", http -> {
            http.writeStringField("method", call.request().method());
            http.writeStringField("path", call.rawPath());
            http.writeStringField("protocol", "HTTP/1.1"); // As on AWS, whatever was spoken.
            http.writeStringField("sourceIp", call.sourceIp());
            http.writeStringField("userAgent", call.header("User-Agent"));
        });
        context.writeStringField("requestId", call.requestId());
        context.writeStringField(ROUTE_KEY, routeKey(call));
        context.writeStringField("stage", DEFAULT);
        context.writeStringField("time", RequestTime.of(call.receivedAt()));
        context.writeNumberField("timeEpoch", call.receivedAt().toEpochMilli());
    }

    /** As if the key were the only one of a user of its name, of no organization. */
    private static void writeCaller(JsonGenerator iam, Caller caller) throws IOException {
        iam.writeStringField("accessKey", caller.accessKey());
        iam.writeStringField("accountId", caller.account());
        iam.writeStringField("callerId", caller.accessKey());
        iam.writeNullField("cognitoIdentity");
        iam.writeNullField("principalOrgId");
        iam.writeStringField("userArn", "arn:aws:iam::" + caller.account() + ":user/" + caller.accessKey());
        iam.writeStringField("userId", caller.accessKey());
    }

    @Override
    public EventShape of(HttpCall call) {
        return call.isStreamed() ? new StreamedUrlShape(this) : this;
    }

    /** A response is an object with a statusCode; all else is the body of a 200: a string's text, or the JSON itself. */
    @Override
    public HttpAnswer answer(byte[] result) throws MalformedAnswerException {
        JsonNode answer = ProxyResponse.parse(result);
        if (answer != null && answer.isTextual()) {
            return HttpAnswer.of(200, JSON, answer.textValue().getBytes(StandardCharsets.UTF_8));
        }
        if (answer == null || !answer.hasNonNull("statusCode")) {
            return HttpAnswer.of(200, JSON, result);
        }
        ProxyResponse response = new ProxyResponse(answer);
        return new HttpAnswer(response.status(), response.headers(JSON), body(response));
    }

    private static byte[] body(ProxyResponse response) throws MalformedAnswerException {
        @Nullable JsonNode body = response.field("body");
        return body == null || body.isTextual()
                ? response.body()
                : body.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public HttpAnswer failure() {
        return HttpAnswer.of(502, JSON, "Internal Server Error".getBytes(StandardCharsets.UTF_8));
    }
}
