package dev.effe.lambda.runtime.http;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Events and answers of API Gateway's REST APIs: payload format 1.0. Without routes the resource is {@code /{proxy+}}.
 */
final class RestShape implements EventShape {

    private static final String JSON = "application/json";

    /** The fields of an answer. */
    private static final Set<String> FIELDS =
            Set.of("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded");

    private final FrontDoor door;

    RestShape(FrontDoor door) {
        this.door = door;
    }

    @Override
    public byte[] event(HttpCall call) {
        Map<String, List<String>> query = call.request().query();
        Map<String, String> parameters = parameters(call);
        String resource = resource(call);
        return EventJson.write(event -> {
            event.writeStringField("resource", resource);
            event.writeStringField("path", call.rawPath());
            event.writeStringField("httpMethod", call.request().method());
            EventJson.last(event, "headers", call.headers(), EventJson.AS_IT_CAME);
            EventJson.all(event, "multiValueHeaders", call.headers(), EventJson.AS_IT_CAME);
            if (query.isEmpty()) {
                EventJson.nulls(event, "queryStringParameters", "multiValueQueryStringParameters");
            } else {
                EventJson.last(event, "queryStringParameters", query, EventJson.AS_IT_CAME);
                EventJson.all(event, "multiValueQueryStringParameters", query, EventJson.AS_IT_CAME);
            }
            if (parameters.isEmpty()) {
                event.writeNullField("pathParameters");
            } else {
                EventJson.texts(event, "pathParameters", parameters);
            }
            event.writeNullField("stageVariables");
            EventJson.object(event, "requestContext", context -> writeContext(context, call, resource));
            writeBody(event, call);
        });
    }

    private static String resource(HttpCall call) {
        MatchedRoute route = call.route();
        if (route != null) {
            return route.resource();
        }
        return proxy(call).isEmpty() ? "/" : "/{proxy+}";
    }

    private static Map<String, String> parameters(HttpCall call) {
        MatchedRoute route = call.route();
        if (route != null) {
            return route.valuesAsSent(call.rawPath());
        }
        String proxy = proxy(call);
        return proxy.isEmpty() ? Map.of() : Map.of("proxy", proxy);
    }

    /** The part that {@code {proxy+}} stands for: the path as it was sent, without its first slash and its last one. */
    private static String proxy(HttpCall call) {
        String path = call.rawPath();
        int from = path.startsWith("/") ? 1 : 0;
        return path.substring(from, path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length());
    }

    private static void writeBody(JsonGenerator event, HttpCall call) throws IOException {
        byte[] body = call.request().bytes();
        if (body.length == 0) {
            event.writeNullField("body");
            event.writeBooleanField("isBase64Encoded", false);
            return;
        }
        String type = call.header("Content-Type");
        // Unlike format 2.0: to a REST API what has no type is JSON, and forms are text.
        boolean isText = type.isEmpty() || EventBody.isOneOf(type, "text/", "json", "xml", "javascript", "urlencoded");
        EventBody.of(body, isText).into(event);
    }

    private void writeContext(JsonGenerator context, HttpCall call, String resource) throws IOException {
        context.writeStringField("resourceId", door.name());
        context.writeStringField("resourcePath", resource);
        context.writeStringField("httpMethod", call.request().method());
        context.writeStringField("extendedRequestId", call.requestId());
        context.writeStringField("requestTime", RequestTime.of(call.receivedAt()));
        context.writeStringField("path", call.rawPath());
        context.writeStringField("accountId", door.account());
        context.writeStringField("protocol", "HTTP/1.1");
        context.writeStringField("stage", "$default");
        context.writeStringField("domainPrefix", call.domainPrefix());
        context.writeNumberField("requestTimeEpoch", call.receivedAt().toEpochMilli());
        context.writeStringField("requestId", call.requestId());
        EventJson.object(context, "identity", identity -> {
            identity.writeStringField("sourceIp", call.sourceIp());
            identity.writeStringField("userAgent", call.header("User-Agent"));
            EventJson.nulls(
                    identity,
                    "cognitoIdentityPoolId",
                    "accountId",
                    "cognitoIdentityId",
                    "caller",
                    "principalOrgId",
                    "accessKey",
                    "cognitoAuthenticationType",
                    "cognitoAuthenticationProvider",
                    "userArn",
                    "user");
        });
        context.writeStringField("domainName", call.domainName());
        context.writeStringField("apiId", door.name());
    }

    /** No field must be there, and no other. */
    @Override
    public HttpAnswer answer(byte[] result) throws MalformedAnswerException {
        ProxyResponse response = ProxyResponse.of(result);
        response.checkFields(FIELDS);
        int status = response.field("statusCode") == null ? 200 : response.status();
        return response.answer(status, JSON);
    }

    @Override
    public HttpAnswer failure() {
        return HttpAnswer.of(502, JSON, "{\"message\": \"Internal server error\"}".getBytes(StandardCharsets.UTF_8));
    }
}
