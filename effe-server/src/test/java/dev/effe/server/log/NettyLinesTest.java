package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NettyLinesTest {

    private final NettyLines filter = new NettyLines();
    private AutoCloseable server = () -> {};

    @BeforeEach
    void count() {
        server = RateLimitedLog.counted();
    }

    @AfterEach
    void end() throws Exception {
        server.close();
    }

    private FilterReply decide(String logger, Level level) {
        LoggerContext context = new LoggerContext();
        return filter.decide(new LoggingEvent("", context.getLogger(logger), level, "ignoring frame", null, null));
    }

    @Test
    void eachClassOfNettysHasOneLineInAMinute() {
        assertThat(decide("io.netty.handler.codec.http2.Decoder", Level.INFO)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("io.netty.handler.codec.http2.Decoder", Level.INFO)).isEqualTo(FilterReply.DENY);
        assertThat(decide("io.netty.handler.codec.http2.Decoder", Level.ERROR)).isEqualTo(FilterReply.DENY);
        assertThat(decide("io.netty.channel.Pipeline", Level.WARN)).isEqualTo(FilterReply.NEUTRAL);
        RateLimitedLog.tellAll();
        assertThat(decide("io.netty.handler.codec.http2.Decoder", Level.INFO)).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void othersAndWhatIsBelowInfoPass() {
        for (int i = 0; i < 3; i++) {
            assertThat(decide("com.acme.Orders", Level.INFO)).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decide("io.netty.channel.Pipeline", Level.DEBUG)).isEqualTo(FilterReply.NEUTRAL);
        }
    }
}
