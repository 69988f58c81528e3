package dev.effe.host.engine;

import dev.effe.host.kit.FakeInstance;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** An engine that starts nothing, and records what it is asked for. Thread-safe. */
final class FakeEngine implements Engine {

    final List<FakeInstance> started = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** Opened for starts to end. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    volatile @Nullable StartFailedException failure;

    @Override
    public RunningInstance start(InstanceSpec spec) throws StartFailedException, InterruptedException {
        asked.add(spec.version().toString());
        gate.await();
        StartFailedException fails = failure;
        if (fails != null) {
            throw fails;
        }
        FakeInstance instance = new FakeInstance(spec.version());
        started.add(instance);
        return instance;
    }

    long alive() {
        return started.stream().filter(FakeInstance::isAlive).count();
    }
}
