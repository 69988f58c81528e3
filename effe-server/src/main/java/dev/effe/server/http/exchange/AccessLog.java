package dev.effe.server.http.exchange;

import dev.effe.server.http.message.RequestHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line for each answered request, at debug level. */
final class AccessLog {

    private static final Logger log = LoggerFactory.getLogger("dev.effe.access");

    private AccessLog() {}

    static void log(RequestHead head, String id, ResponseWriter writer, boolean sent) {
        if (log.isDebugEnabled()) {
            log.debug("{} {} -> {}{} ({})", head.method(), head.target(), writer.status(), sent ? "" : " not sent", id);
        }
    }
}
