package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/**
 * Has Netty's lines counted as {@link RateLimitedLog} has our own, each class's for itself: clients can cause them, by a
 * frame each. Thread-safe.
 */
final class NettyLines extends Filter<ILoggingEvent> {

    private static final String NETTY = "io.netty.";
    /** The numbers of logback's levels, measured by SLF4J's. */
    private static final int LEVEL_PARTS = 1000;

    private final Map<String, RateLimitedLog> kinds = new ConcurrentHashMap<>();

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!event.getLoggerName().startsWith(NETTY) || !event.getLevel().isGreaterOrEqual(Level.INFO)) {
            return FilterReply.NEUTRAL;
        }
        org.slf4j.event.Level level =
                org.slf4j.event.Level.intToLevel(event.getLevel().toInt() / LEVEL_PARTS);
        boolean first =
                kinds.computeIfAbsent(event.getLoggerName(), NettyLines::kind).isFirst(level, event.getMessage());
        return first ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    private static RateLimitedLog kind(String name) {
        return new RateLimitedLog(LoggerFactory.getLogger(NettyLines.class));
    }
}
