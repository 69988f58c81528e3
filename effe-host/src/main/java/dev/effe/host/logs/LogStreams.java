package dev.effe.host.logs;

import dev.effe.host.logs.StreamIndex.Stream;
import dev.effe.server.invoke.InvokeException;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The operation DescribeLogStreams. Stateless. */
final class LogStreams {

    private static final int MOST = 50;
    private static final String BY_NAME = "LogStreamName";
    private static final String BY_TIME = "LastEventTime";

    private LogStreams() {}

    /** By which streams are sorted, and go on after one. */
    private static String key(Stream stream, boolean byTime) {
        return byTime ? String.format(Locale.ROOT, "%013d/%s", stream.lastMillis(), stream.name()) : stream.name();
    }

    /** @param groupArn without {@code :*} at its end */
    static Map<String, Object> answer(LogRequest request, FunctionLog log, String groupArn)
            throws InvokeException, IOException {
        String order = request.text("orderBy");
        if (!Set.of("", BY_NAME, BY_TIME).contains(order)) {
            throw LogErrors.invalid("1 validation error detected: Value '" + order + "' at 'orderBy' failed to satisfy"
                    + " constraint: Member must satisfy enum value set: [LogStreamName, LastEventTime]");
        }
        boolean byTime = order.equals(BY_TIME);
        String prefix = request.text("logStreamNamePrefix");
        if (byTime && !prefix.isEmpty()) {
            throw LogErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        boolean descending = request.flag("descending");
        long most = request.number("limit", 1, MOST, MOST);
        String after = request.text("nextToken");
        Comparator<Stream> ascending = Comparator.comparing(stream -> key(stream, byTime));
        List<Stream> left = log.streams().streams().stream()
                .filter(stream -> stream.name().startsWith(prefix))
                .filter(stream -> after.isEmpty()
                        || (descending
                                ? key(stream, byTime).compareTo(after) < 0
                                : key(stream, byTime).compareTo(after) > 0))
                .sorted(descending ? ascending.reversed() : ascending)
                .toList();
        List<Stream> page = left.subList(0, (int) Math.min(most, left.size()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "logStreams",
                page.stream().map(stream -> fields(stream, groupArn)).toList());
        if (page.size() < left.size()) {
            answer.put("nextToken", key(page.get(page.size() - 1), byTime));
        }
        return answer;
    }

    private static Map<String, Object> fields(Stream stream, String groupArn) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("logStreamName", stream.name());
        fields.put("creationTime", stream.firstMillis());
        fields.put("firstEventTimestamp", stream.firstMillis());
        fields.put("lastEventTimestamp", stream.lastMillis());
        fields.put("lastIngestionTime", stream.lastMillis());
        fields.put("arn", groupArn + ":log-stream:" + stream.name());
        fields.put("storedBytes", 0); // As AWS answers by now.
        return fields;
    }
}
