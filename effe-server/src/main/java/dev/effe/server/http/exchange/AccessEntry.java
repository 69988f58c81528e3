package dev.effe.server.http.exchange;

import dev.effe.server.dispatch.Invocation;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.log.AccessFormat;
import dev.effe.server.log.AccessRecord;
import dev.effe.server.text.TargetPath;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Notes of a request for its line of the access log. Touched only by the connection's event loop. */
final class AccessEntry {

    /** The status that is logged where a client went before it had an answer; nothing sends it. */
    private static final int CLIENT_GONE = 499;

    private static final int FAILED = 500;

    private final AccessFormat format;
    private final RequestHead head;
    private final InetSocketAddress client;
    private final long bytesIn;
    private final long cameNanos = System.nanoTime();

    private String route = "";

    private AccessEntry(AccessFormat format, RequestHead head, InetSocketAddress client, long bytesIn) {
        this.format = format;
        this.head = head;
        this.client = client;
        this.bytesIn = bytesIn;
    }

    /** Null where there is no access log. */
    static @Nullable AccessEntry of(HttpShared shared, RequestHead head, InetSocketAddress client, long bytesIn) {
        return shared.access == AccessFormat.OFF ? null : new AccessEntry(shared.access, head, client, bytesIn);
    }

    void matched(String pattern) {
        route = pattern;
    }

    /**
     * The answer is sent, or will never be.
     *
     * @param called null if no function was to be called
     */
    void over(String id, @Nullable Invocation called, int status, boolean sent, boolean byServer, long bytesOut) {
        long total = System.nanoTime() - cameNanos;
        AccessRecord record = new AccessRecord(format, id)
                .text("client", addressOf(client))
                .text("method", head.method())
                .text("path", TargetPath.of(head.target()))
                .text("route", route)
                .text("function", called == null ? "" : called.function())
                .text("outcome", called == null ? "" : called.outcomeLabel())
                .counted("context", called == null ? 0 : called.contextId())
                .number("status", status != 0 ? status : byServer ? FAILED : CLIENT_GONE)
                .text("sent", sent ? "" : "cut")
                .number("in", bytesIn)
                .number("out", bytesOut)
                .millis("queue", called == null ? 0 : called.queueNanos())
                .millis("start", called == null ? 0 : called.startNanos())
                .millis("run", called == null ? 0 : called.runNanos())
                .millis("write", called == null ? 0 : total - called.totalNanos())
                .millis("total", total);
        record.write();
    }

    /** Logs a request that was refused before it was whole. */
    static void refused(HttpShared shared, String id, @Nullable InetSocketAddress client, String target, int status) {
        if (shared.access != AccessFormat.OFF) {
            new AccessRecord(shared.access, id)
                    .text("client", addressOf(client))
                    .text("path", TargetPath.of(target))
                    .number("status", status)
                    .write();
        }
    }

    private static String addressOf(@Nullable InetSocketAddress client) {
        InetAddress address = client == null ? null : client.getAddress();
        return address == null ? "" : address.getHostAddress();
    }
}
