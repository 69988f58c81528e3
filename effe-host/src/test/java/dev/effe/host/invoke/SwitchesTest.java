package dev.effe.host.invoke;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.host.model.Alias;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.Weight;
import dev.effe.host.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls go to the earlier version until the next one takes calls. */
class SwitchesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private TestFunctions functions;
    private FunctionState state;

    @BeforeEach
    void open() throws Exception {
        functions = new TestFunctions(folder);
        functions.functions.listen(functions.switches);
        functions.create("orders");
        state = point("1", null);
    }

    @AfterEach
    void close() throws Exception {
        functions.close();
    }

    private FunctionState pointed(String version, @Nullable Weight other) {
        Alias alias = TestFunctions.alias("prod", version, other);
        return functions.functions.get("orders").withAlias(alias);
    }

    private FunctionState point(String version, @Nullable Weight other) throws StoreException {
        FunctionState next = pointed(version, other);
        functions.set("orders", next);
        return next;
    }

    private CompletableFuture<Void> pointLater(String version, @Nullable Weight other) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        point(version, other);
                    } catch (StoreException e) {
                        throw new AssertionError(e);
                    }
                },
                task -> new Thread(task).start());
    }

    private void run(String version) throws Exception {
        functions
                .instances
                .ready(functions.specs.of(state, state.version(version)))
                .get(60, TimeUnit.SECONDS);
    }

    private FunctionState now(String qualifier) {
        return functions.switches.stateFor(functions.functions.get("orders"), qualifier);
    }

    @Test
    void callsOfTheAliasGoOnToTheEarlierVersionUntilTheNextOneRuns() throws Exception {
        run("1");
        functions.starts = new CountDownLatch(1);

        CompletableFuture<Void> moved = pointLater("2", null);
        await().atMost(PATIENCE).until(() -> functions.started.contains("orders:2"));

        assertThat(functions.functions.get("orders").aliases().get("prod").version())
                .isEqualTo("2");
        assertThat(now("prod").aliases().get("prod").version()).isEqualTo("1");
        assertThat(now("2")).isSameAs(functions.functions.get("orders")); // Whoever names it waits for it.
        assertThat(moved).isNotDone();

        functions.starts.countDown();
        moved.get(60, TimeUnit.SECONDS);
        assertThat(now("prod").aliases().get("prod").version()).isEqualTo("2");
        assertThat(functions.alive()).containsExactly("1", "2"); // A rollback needs no start.
    }

    @Test
    void waitsForNobodyIfTheEarlierVersionDoesNotRun() throws Exception {
        functions.starts = new CountDownLatch(1);
        point("2", null);
        assertThat(functions.started).isEmpty();
        assertThat(now("prod").aliases().get("prod").version()).isEqualTo("2");
    }

    @Test
    void waitsForNobodyIfTheNextVersionRuns() throws Exception {
        run("1");
        run("2");
        functions.starts = new CountDownLatch(1);
        point("2", null);
        point("1", null);
        assertThat(functions.started).containsExactly("orders:1", "orders:2");
    }

    @Test
    void startsTheOtherVersionOfAWeight() throws Exception {
        run("1");
        point("1", new Weight("2", 0.1));
        assertThat(functions.alive()).containsExactly("1", "2");
    }

    @Test
    void startThatFailsDoesNotHoldTheSwitchUp() throws Exception {
        run("1");
        functions.broken = "2";
        point("2", null);
        assertThat(now("prod").aliases().get("prod").version()).isEqualTo("2");
    }

    @Test
    void earlierStateOfLatestStopsOnceTheNextOneRuns() throws Exception {
        run("$LATEST");
        functions.set("orders", state.withLatest(TestFunctions.latest(9)));
        assertThat(functions.started).containsExactly("orders:$LATEST", "orders:$LATEST");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(functions.alive()).containsExactly("$LATEST"));
        assertThat(functions.running.get(0).isAlive()).isFalse();
    }

    @Test
    void deletedVersionsAndFunctionsStop() throws Exception {
        run("1");
        run("2");
        functions.set("orders", functions.functions.get("orders").withoutVersion(2));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(functions.alive()).containsExactly("1"));
        functions.set("orders", functions.functions.get("orders").withReserved(OptionalInt.of(0)));
        assertThat(functions.concurrency.isBlocked("orders")).isTrue();

        functions.set("orders", null);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(functions.alive()).isEmpty());
        assertThat(functions.concurrency.isBlocked("orders")).isFalse();
    }
}
