package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Soon;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopLagTest {

    private static final long SECOND = 1_000_000_000;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final LoopLag lag = new LoopLag(loops);

    @AfterEach
    void end() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void aLoopThatIsHeldUpIsSeen() {
        lag.measure();
        CountDownLatch go = new CountDownLatch(1);
        long beganNanos = System.nanoTime();
        loops.next().execute(() -> {
            while (go.getCount() > 0 && System.nanoTime() - beganNanos < 60 * SECOND) {
                Thread.onSpinWait();
            }
        });
        Soon.await().until(() -> System.nanoTime() - beganNanos > 3 * SECOND);
        go.countDown();
        Soon.await().until(() -> lag.longestSeconds() > 1);
    }

    @Test
    void theLongestIsForgottenAfterTwoMinutes() {
        long now = System.nanoTime();
        lag.note(3 * SECOND, now);
        lag.note(SECOND, now);
        assertThat(lag.longestNanos(now + 59 * SECOND)).isEqualTo(3 * SECOND);
        assertThat(lag.longestNanos(now + 90 * SECOND)).isEqualTo(3 * SECOND);
        lag.note(SECOND, now + 100 * SECOND);
        assertThat(lag.longestNanos(now + 151 * SECOND)).isEqualTo(SECOND);
        assertThat(lag.longestNanos(now + 400 * SECOND)).isZero();
    }
}
