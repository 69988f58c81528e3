package dev.effe.host.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

    /** An instance of it. */
    static final class FakeInstance implements RunningInstance {

        final Resolved version;
        final CompletableFuture<String> ended = new CompletableFuture<>();
        final List<String> calls = new ArrayList<>();

        FakeInstance(Resolved version) {
            this.version = version;
        }

        @Override
        public Path socket() {
            return Path.of("/socket");
        }

        @Override
        public boolean isAlive() {
            return !ended.isDone();
        }

        @Override
        public CompletableFuture<String> ended() {
            return ended;
        }

        @Override
        public void stop() {
            ended.complete("");
        }

        @Override
        public void kill() {
            ended.complete("signal: killed");
        }
    }

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
