package dev.effe.server.pool;

import dev.effe.server.kit.Hang;
import dev.effe.server.kit.Steps;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** User code that records its calls, "start 1", "stop 1", and does what it was told for the next of them. */
final class FakeLifecycle implements ContextLifecycle<Integer> {

    final List<String> calls = new CopyOnWriteArrayList<>();

    private final AtomicInteger ids = new AtomicInteger();
    private final Steps starts = new Steps();
    private final Steps stops = new Steps();

    @Override
    public Integer start() throws Exception {
        int id = ids.incrementAndGet();
        calls.add("start " + id);
        starts.next();
        return id;
    }

    @Override
    public void stop(Integer id) throws Exception {
        calls.add("stop " + id);
        stops.next();
    }

    void nextStart(Steps.Step step) {
        starts.add(step);
    }

    void nextStop(Steps.Step step) {
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
