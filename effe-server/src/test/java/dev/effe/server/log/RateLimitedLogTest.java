package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.effe.server.kit.FakeTicker;
import dev.effe.server.time.ExpiryQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeTicker ticker = new FakeTicker();
    private final ExpiryQueue<RateLimitedLog> counting = ExpiryQueue.fifo(MINUTE.toNanos(), ticker);
    private final Logger logger = new LoggerContext().getLogger("com.acme.Orders");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final RateLimitedLog resets = new RateLimitedLog(logger, counting);

    @BeforeEach
    void record() {
        logger.getLoggerContext().setMDCAdapter(org.slf4j.MDC.getMDCAdapter());
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    private Stream<String> logged() {
        return lines.list.stream().map(line -> line.getLevel() + " " + line.getFormattedMessage());
    }

    private void pass(Duration duration) {
        ticker.advance(duration);
        counting.expireDue();
    }

    @Test
    void logsTheFirstAndCountsTheRestOfItsMinute() {
        for (int i = 0; i < 525; i++) {
            resets.warn("Stream {} of {} is reset", i, "10.0.0.1");
        }
        pass(MINUTE.minusNanos(1));
        assertThat(logged()).containsExactly("WARN Stream 0 of 10.0.0.1 is reset");

        pass(Duration.ofNanos(1));
        assertThat(logged())
                .containsExactly(
                        "WARN Stream 0 of 10.0.0.1 is reset", "WARN 524 more within a minute: Stream … of … is reset");
    }

    @Test
    void logsTheFirstAfterThatMinuteAgain() {
        resets.info("a");
        resets.info("b");
        pass(MINUTE);
        resets.info("c");
        resets.info("d");
        pass(MINUTE);

        assertThat(logged())
                .containsExactly(
                        "INFO a", "INFO 1 more within a minute: a", "INFO c", "INFO 1 more within a minute: c");
    }

    @Test
    void aLineThatStaysAloneIsAllThereIs() {
        resets.error("alone");
        pass(MINUTE);
        pass(MINUTE);
        assertThat(logged()).containsExactly("ERROR alone");
    }

    @Test
    void kindsDoNotCountForEachOther() {
        RateLimitedLog cuts = new RateLimitedLog(logger, counting);
        resets.info("reset");
        cuts.info("cut");
        assertThat(logged()).containsExactly("INFO reset", "INFO cut");
    }

    @Test
    void keepsTheThrowableOfTheFirst() {
        resets.error("Failed for {}", "a", new IllegalStateException("why"));
        assertThat(lines.list.get(0).getThrowableProxy().getMessage()).isEqualTo("why");
        assertThat(logged()).containsExactly("ERROR Failed for a");
    }

    @Test
    void eachIsLoggedAtDebugAndNoneBelowTheLevel() {
        logger.setLevel(Level.DEBUG);
        resets.info("a");
        resets.info("b");
        assertThat(logged()).containsExactly("INFO a", "DEBUG b");

        lines.list.clear();
        logger.setLevel(Level.ERROR);
        resets.warn("c");
        pass(MINUTE);
        assertThat(logged()).isEmpty();
        assertThat(counting.size()).isZero();
    }

    @Test
    void withoutAServerEachIsLogged() throws Exception {
        RateLimitedLog alone = new RateLimitedLog(logger);
        alone.info("a");
        alone.info("b");
        assertThat(logged()).containsExactly("INFO a", "INFO b");

        AutoCloseable server = RateLimitedLog.counted();
        alone.info("c");
        alone.info("d");
        server.close();
        alone.info("e");
        assertThat(logged()).containsExactly("INFO a", "INFO b", "INFO c", "INFO 1 more within a minute: c", "INFO e");
    }

    @Test
    void everyLineIsLoggedOrCountedHoweverManyThreadsLog() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            all.add(threads.submit(() -> {
                for (int i = 0; i < 10_000; i++) {
                    resets.info("x");
                    if (i % 100 == 0) {
                        pass(MINUTE);
                    }
                }
            }));
        }
        for (Future<?> each : all) {
            each.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        pass(MINUTE);
        pass(MINUTE);

        long told = logged().mapToLong(line -> line.equals("INFO x") ? 1 : Long.parseLong(line.split(" ")[1]))
                .sum();
        assertThat(told).isEqualTo(40_000);
    }
}
