package dev.effe.server.log;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.effe.server.settings.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log with a standard output that works, fails or hangs. */
class LogConfiguratorTest {

    private final PrintStream standardOutput = System.out;
    private final LoggerContext context = new LoggerContext();
    private Logger log;

    @BeforeEach
    void configure() {
        context.setMDCAdapter(org.slf4j.MDC.getMDCAdapter());
        new LogConfigurator().configure(context);
        log = context.getLogger("com.acme.Orders");
    }

    @AfterEach
    void restore() {
        System.setOut(standardOutput);
        context.stop();
    }

    @Test
    void writesInfoAndAboveByDefault() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        log.debug("no");
        log.info("yes");
        context.stop();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("INFO  Orders - yes\n") // Among lines of another test, on a busy machine.
                .doesNotContain("DEBUG");
    }

    @Test
    void leavesOutWhatIsLoggedForOthersAlone() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ((LineAppender) root.getAppender(LogConfigurator.LINES)).least(LogLevels.of(LogLevel.WARN));
        log.info("for others");
        log.warn("for the output");
        context.stop();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("WARN  Orders - for the output\n")
                .doesNotContain("for others");
    }

    @Test
    void aFailingOutputDoesNotReachTheCaller() {
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        }));
        for (int i = 0; i < 100; i++) {
            log.info("line {}", i);
        }
        context.stop();
    }

    @Test
    void aBlockedOutputHoldsNobodyUp() {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                blocked.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }));
        Thread caller = new Thread(() -> {
            for (int i = 0; i < 50_000; i++) {
                log.info("line {}", i);
            }
        });
        caller.start();

        await().atMost(Duration.ofSeconds(60)).until(() -> !caller.isAlive());
        assertThat(blocked.getCount()).isZero();
        never.countDown();
    }

    /** Standard output that takes nothing until it is let. */
    private static final class Gate extends OutputStream {

        final CountDownLatch open = new CountDownLatch(1);
        final CountDownLatch blocked = new CountDownLatch(1);
        final ByteArrayOutputStream written = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            blocked.countDown();
            boolean interrupted = false;
            while (open.getCount() > 0) {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            written.write(b);
        }
    }

    @Test
    void whatABlockedOutputCostsIsBoundedAndTold() {
        Gate gate = new Gate();
        System.setOut(new PrintStream(gate, true, StandardCharsets.UTF_8));
        String megabytes = "x".repeat(50_000_000);
        for (int i = 0; i < 1000; i++) {
            log.info(megabytes); // 50 GB, had it to be kept.
        }
        gate.open.countDown();
        log.info("behind");
        context.stop();

        String out = gate.written.toString(StandardCharsets.UTF_8);
        assertThat(out.length()).isLessThan(2 * LineAppender.MOST_BYTES);
        long whole = out.lines()
                .filter(line -> line.matches(".* Orders - (x.*|behind)"))
                .count();
        assertThat(out).contains("WARN  LineAppender - ");
        long missing = out.lines()
                .filter(line -> line.contains("LineAppender"))
                .mapToLong(line -> Long.parseLong(line.split(" - ")[1].split(" ")[0]))
                .sum();
        assertThat(whole + missing).isEqualTo(1001);
    }

    @Test
    void linesThatWaitAreWrittenTogetherAndNoneIsLost() {
        Gate gate = new Gate();
        AtomicInteger writes = new AtomicInteger();
        System.setOut(new PrintStream(gate, true, StandardCharsets.UTF_8) {
            @Override
            public void write(byte[] bytes, int from, int length) {
                writes.incrementAndGet();
                super.write(bytes, from, length);
            }
        });
        for (int i = 0; i < 1000; i++) {
            log.info("line {}", i);
        }
        gate.open.countDown();
        LineAppender lines = (LineAppender)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(LogConfigurator.LINES);
        lines.settle(60_000); // As before a halt: nothing is stopped.

        assertThat(gate.written.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("Orders - ")))
                .hasSize(1000)
                .last()
                .asString()
                .endsWith("line 999");
        assertThat(writes).hasValueLessThan(100);
    }

    @Test
    void anInterruptDoesNotEndTheLog() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        for (int i = 0; i < 10; i++) {
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("effe-log"))
                    .forEach(Thread::interrupt);
            log.info("line {}", i);
        }
        context.stop();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("Orders - line")))
                .hasSize(10);
    }

    @Test
    void anOutputThatThrowsDoesNotEndTheLog() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8) {
            private boolean thrown;

            @Override
            public void write(byte[] bytes, int from, int length) {
                if (!thrown) {
                    thrown = true;
                    throw new IllegalStateException("a System.out of the function's");
                }
                super.write(bytes, from, length);
            }
        });
        log.info("lost");
        log.info("kept");
        context.stop();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("kept").doesNotContain("lost");
    }

    @Test
    void theLevelCanBeSet() {
        LogLevels before = Logs.levels();
        try {
            Logs.level(LogLevel.WARN);
            assertThat(Logs.root().getLevel()).isEqualTo(Level.WARN);
        } finally {
            Logs.levels(before);
        }
    }
}
