package dev.effe.host.logs;

import dev.effe.Request;
import dev.effe.host.access.Caller;
import dev.effe.host.service.OwnPage;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.json.Json;
import dev.effe.server.route.Call;
import dev.effe.server.settings.ValueTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page {@code /_effe/logs?function=NAME}: records as lines of JSON, each with its cursor, those that come later too with
 * {@code follow=on}. Who follows has one buffer here, and is woken by what is written. Thread-safe.
 */
public final class LogsPage implements OwnPage {

    static final String PATH = "/_effe/logs";

    private static final Logger log = LoggerFactory.getLogger(LogsPage.class);
    private static final int MOST_FOLLOWERS = 100;
    /** Then an empty line is sent, so that a client that is gone is found. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final Duration USUAL = Duration.ofMinutes(10);

    private final LogStore store;
    private final InstantSource clock;
    private final Semaphore followers = new Semaphore(MOST_FOLLOWERS);

    public LogsPage(LogStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public boolean takes(Request request) {
        String target = request.target();
        return request.method().equals("GET") && (target.equals(PATH) || target.startsWith(PATH + "?"));
    }

    @Override
    public void answer(Call call, Caller caller) throws InvokeException {
        Request request = call.request();
        String function = request.query("function").orElse("");
        if (function.isEmpty()) {
            throw InvokeException.invalidParameter("Say whose: " + PATH + "?function=NAME");
        }
        caller.checkAdmin("ReadLogs", function);
        FunctionLog found = store.find(function);
        if (found == null) {
            throw InvokeException.user("ResourceNotFoundException", 404, "Function not found: " + function);
        }
        boolean follow = follows(request.query("follow").orElse("off"));
        LogScan scan = scan(request, found);
        if (follow && !followers.tryAcquire()) {
            throw InvokeException.throttled("TooManyFollowers", Duration.ofSeconds(10));
        }
        try {
            send(call, function, found, scan, follow);
        } finally {
            if (follow) {
                followers.release();
            }
        }
    }

    private static boolean follows(String text) throws InvokeException {
        if (!text.equals("on") && !text.equals("off")) {
            throw InvokeException.invalidParameter("follow must be on or off, but was '" + text + "'");
        }
        return text.equals("on");
    }

    /** From behind a cursor, or from a time on. */
    private LogScan scan(Request request, FunctionLog found) throws InvokeException {
        String cursor = request.query("cursor").orElse("");
        if (!cursor.isEmpty()) {
            if (!cursor.matches("[0-9]{1,18}")) {
                throw InvokeException.invalidParameter("cursor must be that of a record, but was '" + cursor + "'");
            }
            return found.scan(Long.parseLong(cursor), 0, Long.MAX_VALUE);
        }
        String since = request.query("since").orElse("");
        return found.scan(0, since.isEmpty() ? before(USUAL) : millis(since), Long.MAX_VALUE);
    }

    private long before(Duration time) {
        return clock.millis() - time.toMillis();
    }

    /** That of a duration before now, such as 5m, or of a time, such as 2026-11-29T09:00:00Z. */
    private long millis(String since) throws InvokeException {
        Duration time = ValueTypes.longTime("0s", "3650d").parse(since);
        if (time != null) {
            return before(time);
        }
        try {
            return Instant.parse(since).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw InvokeException.invalidParameter(
                    "since must be a duration such as 5m, or a time such as 2026-11-29T09:00:00Z, but was '" + since
                            + "'");
        }
    }

    private static void send(Call call, String function, FunctionLog found, LogScan scan, boolean follow) {
        call.response().header("Content-Type", "application/x-ndjson");
        try (LogScan reading = scan;
                OutputStream out = call.response().stream()) {
            copy(function, reading, out);
            while (follow && !found.isEnded()) {
                out.flush();
                found.await(reading.sequence(), QUIET_NANOS);
                if (copy(function, reading, out) == 0) {
                    out.write('\n');
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.debug("Who reads the log of {} is gone, or it cannot be read", function, e);
            call.completed(new Outcome.Failed(e));
            return;
        }
        call.completed(Outcome.SUCCEEDED);
    }

    private static int copy(String function, LogScan scan, OutputStream out) throws IOException {
        int count = 0;
        for (LogRecord record = scan.next(); record != null; record = scan.next()) {
            out.write(Json.write(fields(function, record)));
            out.write('\n');
            count++;
        }
        return count;
    }

    private static Map<String, Object> fields(String function, LogRecord record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cursor", record.sequence());
        fields.put("time", Instant.ofEpochMilli(record.millis()).toString());
        fields.put("function", function);
        fields.put("version", record.version());
        fields.put("stream", record.stream());
        fields.put("message", record.text());
        return fields;
    }
}
