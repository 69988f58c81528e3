package dev.effe.test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A call of AWS Lambda's Invoke API, as HTTP. Stateless and thread-safe. */
final class LambdaInvoke {

    private LambdaInvoke() {}

    static HttpRequest.Builder request(int port, String function, LambdaEvent event) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/2015-03-31/functions/" + function + "/invocations"))
                .header("X-Amz-Log-Type", "Tail")
                .POST(BodyPublishers.ofByteArray(event.bytes()));
    }

    static LambdaAnswer answer(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    "The Lambda API answered " + response.statusCode() + ": " + response.body());
        }
        if (response.headers().firstValue("X-Amz-Executed-Version").isEmpty()) {
            throw new IllegalStateException(
                    "The Lambda API is off, so that the function itself answered: switch it on by"
                            + " set(\"lambda-api\", \"on\")");
        }
        String log = response.headers().firstValue("X-Amz-Log-Result").orElse("");
        return new LambdaAnswer(
                response.body().getBytes(StandardCharsets.UTF_8),
                response.headers().firstValue("X-Amz-Function-Error").isPresent(),
                new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8));
    }
}
