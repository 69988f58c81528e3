package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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

    @Test
    void theLevelCanBeSet() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        try {
            Logs.setLevel("warn");
            assertThat(root.getLevel()).isEqualTo(Level.WARN);
        } finally {
            root.setLevel(before);
        }
    }
}
