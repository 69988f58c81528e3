package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to System.out as AWS's runtime does, by the same Gson and in the same order of fields: a line of JSON
 * each. Bytes are written as they are. Thread-safe.
 */
final class JsonLogger extends FunctionLogger {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final PojoSerializer<Line> JSON = GsonFactory.getInstance().getSerializer(Line.class);

    /**
     * The context of the thread's call. Threads that it starts inherit what holds it, and it is taken away when the
     * call ends.
     */
    private static final InheritableThreadLocal<@Nullable AtomicReference<@Nullable Context>> CALL =
            new InheritableThreadLocal<>();

    JsonLogger(LogLevel least) {
        super(least);
    }

    /** The JSON's fields; a null is left out. */
    @SuppressWarnings({"unused", "PMD.UnusedPrivateField"})
    private record Line(
            String timestamp,
            @Nullable String message,
            LogLevel level,
            @Nullable String AWSRequestId,
            @Nullable String tenantId) {}

    @Override
    void enter(Context entered) {
        CALL.set(new AtomicReference<>(entered));
    }

    @Override
    void exit() {
        AtomicReference<@Nullable Context> entered = CALL.get();
        if (entered != null) {
            entered.set(null);
        }
        CALL.remove();
    }

    @Override
    boolean logs(Throwable failure) {
        log(FunctionErrors.report(failure), LogLevel.ERROR);
        return true;
    }

    @Override
    void write(@Nullable String message, LogLevel level) {
        AtomicReference<@Nullable Context> entered = CALL.get();
        Context context = entered == null ? null : entered.get();
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        JSON.toJson(
                new Line(
                        TIME.format(Instant.now()),
                        message,
                        level,
                        context == null ? null : context.getAwsRequestId(),
                        context == null ? null : context.getTenantId()),
                line);
        line.write('\n');
        write(line.toByteArray(), level);
    }

    @Override
    void write(byte[] message, LogLevel level) {
        boolean whole = message.length > 0 && message[message.length - 1] == '\n';
        byte[] line = message;
        if (!whole) {
            line = Arrays.copyOf(message, message.length + 1);
            line[message.length] = '\n';
        }
        System.out.write(line, 0, line.length);
        System.out.flush();
    }
}
