package dev.effe.server.pool;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** User code that records its calls, "start 1", "stop 1", and does what it was told for the next of them. */
final class FakeLifecycle implements ContextLifecycle<Integer> {

    /** The action of a start or stop besides. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    final List<String> calls = new CopyOnWriteArrayList<>();

    private final AtomicInteger ids = new AtomicInteger();
    private final Queue<Step> starts = new ConcurrentLinkedQueue<>();
    private final Queue<Step> stops = new ConcurrentLinkedQueue<>();

    @Override
    public Integer start() throws Exception {
        int id = ids.incrementAndGet();
        calls.add("start " + id);
        next(starts);
        return id;
    }

    @Override
    public void stop(Integer id) throws Exception {
        calls.add("stop " + id);
        next(stops);
    }

    private static void next(Queue<Step> steps) throws Exception {
        Step step = steps.poll();
        if (step != null) {
            step.run();
        }
    }

    void nextStart(Step step) {
        starts.add(step);
    }

    void nextStop(Step step) {
        stops.add(step);
    }

    void nextStartFails() {
        nextStart(() -> {
            throw new IllegalStateException("start failed, as meant by the test");
        });
    }

    Hang nextStartHangs() {
        Hang hang = new Hang();
        nextStart(hang::hang);
        return hang;
    }

    Hang nextStopHangs() {
        Hang hang = new Hang();
        nextStop(hang::hang);
        return hang;
    }
}
