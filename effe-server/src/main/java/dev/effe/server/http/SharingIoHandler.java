package dev.effe.server.http;

import dev.effe.server.loop.LoopScheduler;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The input and output of an event loop that shares its thread with functions: those that are ready run between the reads
 * of one turn and the writes that they cause, and the event loop waits for its sockets only while none is ready.
 * Event-loop-confined but for wakeup.
 */
final class SharingIoHandler extends IoHandlerWrapper implements IoHandlerContext {

    /** Pipelined requests become ready without a look at the sockets, which are not to wait for ever. */
    private static final int MAX_TURNS_WITHOUT_IO = 16;

    private @Nullable LoopScheduler scheduler;
    private @Nullable IoHandlerContext loop;
    private int turnsWithoutIo;

    private SharingIoHandler(IoHandler io) {
        super(io);
    }

    static IoHandlerFactory factory(IoHandlerFactory io) {
        return executor -> new SharingIoHandler(io.newHandler(executor));
    }

    @Override
    public void initialize() {
        scheduler = LoopScheduler.ofCurrentLoop();
        scheduler().wakeup(this::wakeup);
        super.initialize();
    }

    private LoopScheduler scheduler() {
        return Objects.requireNonNull(scheduler, "not on an event loop");
    }

    private IoHandlerContext loop() {
        return Objects.requireNonNull(loop, "not running");
    }

    @Override
    public int run(IoHandlerContext context) {
        loop = context;
        if (scheduler().hasReady() && turnsWithoutIo < MAX_TURNS_WITHOUT_IO) {
            turnsWithoutIo++;
            letOthersRun();
            return 0;
        }
        turnsWithoutIo = 0;
        int handled;
        try {
            handled = super.run(this);
        } finally {
            scheduler().polled();
        }
        letOthersRun();
        return handled;
    }

    private void letOthersRun() {
        scheduler().letOthersRun();
        if (scheduler().hasReady()) {
            turnsWithoutIo = MAX_TURNS_WITHOUT_IO; // They have had their time, and there are more of them.
        }
    }

    @Override
    public boolean canBlock() {
        return loop().canBlock() && scheduler().mayPoll();
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
        return loop().delayNanos(currentTimeNanos);
    }

    @Override
    public long deadlineNanos() {
        return loop().deadlineNanos();
    }
}
