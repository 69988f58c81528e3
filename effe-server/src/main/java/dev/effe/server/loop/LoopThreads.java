package dev.effe.server.loop;

import dev.effe.server.jdk.VirtualThreadMaker;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The threads that event loops share with functions, where this Java can do that. Thread-safe. */
public final class LoopThreads implements AutoCloseable {

    /** A minute: for calls that compute, threads of their own are as good. */
    private static final int LONGEST_STAY_TICKS = 8_000;

    private final Placement placement = new Placement(LONGEST_STAY_TICKS);
    private final StallWatch watch = new StallWatch(placement::tick);
    private final List<LoopScheduler> schedulers;
    private final AtomicInteger loops = new AtomicInteger();
    private final AtomicInteger strays = new AtomicInteger();

    private LoopThreads(int count, VirtualThreadMaker maker, Executor leftovers) {
        schedulers = IntStream.rangeClosed(1, count)
                .mapToObj(i -> new LoopScheduler("effe-loop-" + i, maker, watch, leftovers))
                .toList();
    }

    /**
     * Makes threads for so many event loops.
     *
     * @param leftovers runs, on platform threads, what of the functions goes on after the close
     * @return empty where this Java has no virtual threads with a scheduler of their own, does not open them to this
     *     program (the jar's manifest asks for it), or would have them wait for monitors on their platform thread
     */
    public static Optional<LoopThreads> of(int count, Executor leftovers) {
        return VirtualThreadMaker.find().map(maker -> {
            LoopThreads threads = new LoopThreads(count, maker, leftovers);
            threads.schedulers.forEach(LoopScheduler::begin);
            threads.watch.start(threads.schedulers.stream()
                    .map(each -> new WatchedScheduler(each, threads.placement))
                    .toList());
            return threads;
        });
    }

    /** Starts the thread of an event loop; there are as many as were asked for. */
    public void startLoop(Runnable loop) {
        schedulers.get(loops.getAndIncrement() % schedulers.size()).startLoop(loop);
    }

    /** True if calls are short enough at present to run on event loops. */
    public boolean areFree() {
        return placement.onLoop();
    }

    /** Makes a call on the event loop that is the current thread; if it is none, on any. */
    public void call(Runnable task) {
        LoopScheduler own = LoopScheduler.ofCurrentLoop();
        Objects.requireNonNullElseGet(own, this::any).call(task);
    }

    private LoopScheduler any() {
        return schedulers.get(Math.floorMod(strays.getAndIncrement(), schedulers.size()));
    }

    /** Ends the threads. The event loops are to have ended before. */
    @Override
    public void close() {
        watch.end();
        for (LoopScheduler scheduler : schedulers) {
            scheduler.close();
        }
    }
}
