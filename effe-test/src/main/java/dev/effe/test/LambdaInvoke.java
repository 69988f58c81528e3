package dev.effe.test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A call of AWS Lambda's Invoke API, as HTTP. Stateless and thread-safe. */
final class LambdaInvoke {

    private static final String OFF = "The Lambda API is off, so that the function itself answered: switch it on by"
            + " set(\"lambda-api\", \"on\")";

    private LambdaInvoke() {}

    static HttpRequest.Builder request(int port, String function, LambdaEvent event) {
        String path = "/2015-03-31/functions/" + function + "/invocations";
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Amz-Log-Type", "Tail")
                .POST(BodyPublishers.ofByteArray(event.bytes()));
    }

    static LambdaAnswer answer(HttpResponse<String> response) {
        check(response, 200);
        if (response.headers().firstValue("X-Amz-Executed-Version").isEmpty()) {
            throw new IllegalStateException(OFF);
        }
        String log = response.headers().firstValue("X-Amz-Log-Result").orElse("");
        return new LambdaAnswer(
                response.body().getBytes(StandardCharsets.UTF_8),
                response.headers().firstValue("X-Amz-Function-Error").isPresent(),
                new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8));
    }

    /** The id of an event. */
    static String accepted(HttpResponse<String> response) {
        check(response, 202);
        return response.headers().firstValue("x-amzn-RequestId").orElseThrow(() -> new IllegalStateException(OFF));
    }

    /** Each error of the API names its type. */
    private static void check(HttpResponse<String> response, int expected) {
        if (response.statusCode() != expected) {
            boolean isOfApi = response.headers().firstValue("x-amzn-ErrorType").isPresent();
            throw new IllegalStateException(
                    isOfApi ? "The Lambda API answered " + response.statusCode() + ": " + response.body() : OFF);
        }
    }
}
