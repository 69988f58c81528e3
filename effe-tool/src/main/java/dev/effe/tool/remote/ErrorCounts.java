package dev.effe.tool.remote;

import dev.effe.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The invocations of a version and their errors, as CloudWatch or a host tells them by the minute. Thread-safe. */
public final class ErrorCounts {

    private static final String TARGET = "GraniteServiceVersion20100801.GetMetricStatistics";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MINUTE_SECONDS = 60;
    private static final int DAY_SECONDS = 86_400;

    private final LambdaClient client;

    private ErrorCounts(LambdaClient client) {
        this.client = client;
    }

    /** Those of one place. AWS has another address for them, unless one address stands for all of AWS. */
    public static ErrorCounts at(Endpoint endpoint, AwsProfile profile, Pause pause) {
        URI address =
                URI.create(endpoint.address().toString().replaceFirst("^https://lambda\\.", "https://monitoring."));
        Endpoint monitoring = new Endpoint(address, endpoint.region(), endpoint.host(), endpoint.role());
        return new ErrorCounts(LambdaClient.of(monitoring, profile, pause, "monitoring"));
    }

    /**
     * What is counted.
     *
     * @param errors of the calls
     * @param calls that have ended
     */
    public record Counted(long errors, long calls) {

        public static final Counted NONE = new Counted(0, 0);

        /** These without those that were there before. */
        public Counted since(Counted before) {
            return new Counted(Math.max(0, errors - before.errors), Math.max(0, calls - before.calls));
        }

        /** The share of errors, from 0 to 1; 0 if there are no calls. */
        public double share() {
            return calls == 0 ? 0 : (double) errors / calls;
        }
    }

    /**
     * The calls of an alias that a version has had.
     *
     * @param from within the first minute
     * @param to within the last minute
     */
    public Counted of(String function, String alias, String version, Instant from, Instant to) throws IOException {
        long first = from.getEpochSecond() / MINUTE_SECONDS * MINUTE_SECONDS;
        long last = (to.getEpochSecond() / MINUTE_SECONDS + 1) * MINUTE_SECONDS;
        Map<String, Object> asked = Map.of(
                "Namespace",
                "AWS/Lambda",
                "MetricName",
                "Errors",
                "Dimensions",
                List.of(
                        dimension("FunctionName", function),
                        dimension("Resource", function + ":" + alias),
                        dimension("ExecutedVersion", version)),
                "StartTime",
                first,
                "EndTime",
                last,
                "Period",
                Math.min(DAY_SECONDS, last - first),
                "Statistics",
                List.of("Sum", "SampleCount"));
        Map<String, String> headers = Map.of("x-amz-target", TARGET, "content-type", "application/x-amz-json-1.0");
        LambdaClient.Sent sent = new LambdaClient.Sent("POST", "/", headers, Json.write(asked), PATIENCE);
        Map<String, Object> answer = JsonFields.map(Json.read(client.call(sent).body()));
        long errors = 0;
        long calls = 0;
        for (Object item : JsonFields.list(answer.get("Datapoints"))) {
            Map<String, Object> point = JsonFields.map(item);
            errors += JsonFields.number(point, "Sum");
            calls += JsonFields.number(point, "SampleCount");
        }
        return new Counted(errors, calls);
    }

    private static Map<String, String> dimension(String name, String value) {
        return Map.of("Name", name, "Value", value);
    }
}
