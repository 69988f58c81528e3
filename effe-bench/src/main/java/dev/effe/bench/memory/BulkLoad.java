package dev.effe.bench.memory;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Many clients that send or read bodies of 1 to 6 MB for a while. Confined to the clients' event loop, but for the run. */
final class BulkLoad {

    static final int SMALLEST_BYTES = 1_000_000;
    static final int LARGEST_BYTES = 6_000_000;
    private static final long PATIENCE_SECONDS = 60;

    final Clients clients;
    final Direction direction;
    final boolean whole;
    final Tally tally = new Tally();
    private final int count;
    private final SplittableRandom random = new SplittableRandom(1);
    private final CountDownLatch running;
    private volatile long endNanos;
    private volatile @Nullable Throwable firstFailure;

    BulkLoad(Clients clients, Direction direction, boolean whole, int count) {
        this.clients = clients;
        this.direction = direction;
        this.whole = whole;
        this.count = count;
        running = new CountDownLatch(count);
    }

    /** Runs for so long, and until the last answers have come. Returns whether they all have. */
    boolean run(long seconds) throws InterruptedException {
        endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int i = 0; i < count; i++) {
            connect();
        }
        return running.await(seconds + PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    int nextBytes() {
        return random.nextInt(SMALLEST_BYTES, LARGEST_BYTES + 1);
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }

    void ended() {
        running.countDown();
    }

    private void connect() {
        if (!clients.hasStreams()) {
            await(clients.connect(new BulkClient(this)));
            return;
        }
        ChannelFuture connecting = clients.connect(null);
        await(connecting);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                clients.open(connecting.channel(), new BulkClient(this));
            }
        });
    }

    private void await(ChannelFuture connecting) {
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                tally.lost.increment();
                failure(done.cause());
                connect(200, connecting.channel().eventLoop());
            }
        });
    }

    /** Connects anew after a while. */
    void connect(long millis, ScheduledExecutorService loop) {
        BulkClient.later(loop, millis, () -> {
            if (isOver()) {
                ended();
            } else {
                connect();
            }
        });
    }

    /** Asks again in a connection of HTTP/2, or in a new one if it is over. */
    void again(Channel connection, long millis, ScheduledExecutorService loop) {
        if (millis > 0) {
            BulkClient.later(loop, millis, () -> again(connection, 0, loop));
        } else if (isOver()) {
            connection.close();
            ended();
        } else if (connection.isActive()) {
            clients.open(connection, new BulkClient(this));
        } else {
            connect();
        }
    }

    void answered(int status, long bytes, int bodyBytes) {
        if (status == 503) {
            tally.refused.increment();
        } else if (status != 200 || (direction.isDown() && bytes != bodyBytes)) {
            tally.failed.increment();
        } else {
            tally.answered.increment();
            tally.bytes.add(bodyBytes * (direction == Direction.ECHO ? 2L : 1));
        }
    }

    void lost(boolean inAnswer, boolean asked) {
        if (inAnswer) {
            tally.cut.increment();
        } else if (asked) {
            tally.lost.increment();
        }
    }

    void failure(@Nullable Throwable cause) {
        if (firstFailure == null) {
            firstFailure = cause;
        }
    }

    @Nullable Throwable firstFailure() {
        return firstFailure;
    }
}
