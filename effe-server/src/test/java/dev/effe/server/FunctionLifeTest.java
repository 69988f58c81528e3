package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.function.LoadedFunction;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.RecordingLogic;
import dev.effe.server.pool.PoolLimits;
import dev.effe.server.time.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class FunctionLifeTest {

    private static final Duration TIME = Duration.ofSeconds(60);

    private final RecordingLogic logic = RecordingLogic.hello();

    private void closeBy(Executor workers) {
        PoolLimits limits = new PoolLimits(0, 1, TIME, null, TIME, TIME, TIME);
        LoadedFunction<?> function = LoadedFunction.of(LoadedLogic.of(logic), limits, workers, Ticker.SYSTEM);
        FunctionLife.close(function, TIME, workers);
    }

    @Test
    void closesTheFunctionWhereNoThreadCanBeMade() {
        closeBy(task -> {
            throw new OutOfMemoryError(
                    "unable to create native thread: possibly out of memory or process/resource" + " limits reached");
        });
        assertThat(logic.calls).containsExactly("close");
    }

    @Test
    void doesNotGoOnWithoutMemory() {
        assertThatThrownBy(() -> closeBy(task -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(logic.calls).isEmpty();
    }
}
