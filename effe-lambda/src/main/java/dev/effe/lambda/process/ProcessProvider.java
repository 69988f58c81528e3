package dev.effe.lambda.process;

import dev.effe.Logic;
import dev.effe.spi.RuntimeProvider;
import dev.effe.spi.RuntimeSpec;
import java.io.IOException;

/** Makes functions of programs that ask the Runtime API for their calls. Stateless. */
public final class ProcessProvider implements RuntimeProvider {

    /** Found by {@link java.util.ServiceLoader}. */
    public ProcessProvider() {}

    @Override
    public Logic<?> provide(RuntimeSpec runtime) throws IOException {
        return new RuntimeLogic(runtime, Program.of(runtime, System.getenv()), System.getenv());
    }
}
