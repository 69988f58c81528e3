package dev.effe.host.invoke;

import dev.effe.host.engine.Instances;
import dev.effe.host.engine.MachineMemory;
import dev.effe.host.engine.Resolved;
import dev.effe.host.engine.RunningInstance;
import dev.effe.host.engine.StartFailedException;
import dev.effe.host.engine.StartGate;
import dev.effe.host.kit.FakeInstance;
import dev.effe.host.model.Account;
import dev.effe.host.model.Alias;
import dev.effe.host.model.CodeRef;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.VersionConfig;
import dev.effe.host.model.Weight;
import dev.effe.host.store.DataFolder;
import dev.effe.host.store.Functions;
import dev.effe.host.store.Functions.Changed;
import dev.effe.host.store.StoreException;
import dev.effe.server.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Functions on a disk, whose instances are none that run. Thread-safe. */
final class TestFunctions implements AutoCloseable {

    static final Account ACCOUNT = new Account("us-east-1", "000000000000");

    final DataFolder data;
    final Functions functions;
    final Specs specs;
    final Concurrency concurrency = new Concurrency(10);
    final StartGate gate = new StartGate(4);
    final Instances instances;
    final Switches switches;

    /** The versions that were started. */
    final List<String> started = new CopyOnWriteArrayList<>();

    final List<FakeInstance> running = new CopyOnWriteArrayList<>();

    /** Opened for starts to end. */
    volatile CountDownLatch starts = new CountDownLatch(0);

    /** The version whose starts fail. */
    volatile @Nullable String broken;

    TestFunctions(Path folder) throws StoreException {
        data = DataFolder.open(folder, ACCOUNT, InstantSource.system());
        functions = data.functions();
        specs = new Specs(data.codes());
        instances = new Instances(
                spec -> start(spec.version()), new MachineMemory(100_000), gate, Duration.ofMinutes(10), Ticker.SYSTEM);
        switches = new Switches(instances, specs, concurrency, Duration.ofMinutes(1));
    }

    private RunningInstance start(Resolved version) throws StartFailedException, InterruptedException {
        started.add(version.toString());
        starts.await();
        if (version.version().equals(broken)) {
            throw new StartFailedException("Error: it is broken");
        }
        FakeInstance instance = new FakeInstance(version);
        running.add(instance);
        return instance;
    }

    /** The versions of the instances that run. */
    List<String> alive() {
        return running.stream()
                .filter(FakeInstance::isAlive)
                .map(instance -> instance.version().version())
                .sorted()
                .toList();
    }

    void set(String name, @Nullable FunctionState state) throws StoreException {
        functions.<Boolean, RuntimeException>change(name, before -> new Changed<>(state, true));
    }

    /** A function with versions 1 and 2, which differ from each other and from {@code $LATEST}. */
    FunctionState create(String name) throws StoreException {
        FunctionState state = FunctionState.of(name, latest(3))
                .withVersion(new FunctionVersion("1", config(1), null, "r1", Instant.EPOCH))
                .withVersion(new FunctionVersion("2", config(2), null, "r2", Instant.EPOCH));
        set(name, state);
        return state;
    }

    static FunctionVersion latest(int timeout) {
        return FunctionVersion.latest(config(timeout), "r", Instant.EPOCH);
    }

    private static VersionConfig config(int timeout) {
        return new VersionConfig(
                new CodeRef("0".repeat(64), 1), "java17", "a.B", "", 128, timeout, new TreeMap<>(), Map.of());
    }

    static Alias alias(String name, String version, @Nullable Weight other) {
        return new Alias(name, version, other, "", "r", List.of());
    }

    @Override
    public void close() throws StoreException {
        starts.countDown();
        instances.close();
        gate.close();
        data.close();
    }
}
