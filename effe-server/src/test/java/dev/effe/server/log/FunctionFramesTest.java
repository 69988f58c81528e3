package dev.effe.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.function.LoadedFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunctionFramesTest {

    private static int count(String... types) {
        return FunctionFrames.count(Stream.of(types)
                .map(type -> new StackTraceElement(type, "m", "F.java", 1))
                .toArray(StackTraceElement[]::new));
    }

    @Test
    void whatCallsFunctionsIsNoneOfTheirFrames() {
        for (String caller : new String[] {LoadedFunction.class.getName(), "dev.effe.lambda.runtime.LambdaLogic"}) {
            assertThat(count("com.acme.A", "java.util.List", caller, "dev.effe.server.dispatch.Dispatcher"))
                    .as(caller)
                    .isEqualTo(2);
        }
    }

    @Test
    void aStackOfTheServersOwnIsWhole() {
        assertThat(count("dev.effe.server.http.A", "dev.effe.server.http.B", "java.lang.Thread"))
                .isEqualTo(3);
        assertThat(count(LoadedFunction.class.getName(), "dev.effe.server.dispatch.Dispatcher"))
                .isEqualTo(2);
        assertThat(count("dev.effe.lambda.runtime.PojoCodec", "dev.effe.server.dispatch.Dispatcher"))
                .isZero();
        assertThat(count()).isZero();
    }
}
