package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Logic;
import dev.effe.spi.LogicProvider;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that are no Logic, and that a provider makes one of. */
final class LogicMakerTest {

    private static final Logic<?> PROVIDED = Logic.of((request, response) -> {});

    @TempDir
    Path folder;

    /** Supports the class com.acme.Handler. */
    private interface HandlerProvider extends LogicProvider {
        @Override
        default boolean supports(Class<?> type) {
            return type.getName().equals("com.acme.Handler");
        }
    }

    private LoadedLogic make(String className, HandlerProvider provider) throws Exception {
        Path jar = TestJars.in(folder)
                .source("com.acme.Handler", "public class Handler {}")
                .source("com.acme.Other", "public class Other {}")
                .logic("Hello")
                .jar("my.jar");
        try (FunctionPath path = FunctionSource.of(jar).open();
                FunctionClassLoader loader = (FunctionClassLoader) path.newLoader()) {
            return new LogicMaker(path, loader, new ClassScan(path), List.of(provider))
                    .make(new LogicChoice(className, "--logic"));
        }
    }

    @Test
    void asksTheProviderForWhatItSupports() throws Exception {
        LoadedLogic made = make("com.acme.Handler", type -> PROVIDED);

        assertThat(made.logic()).isSameAs(PROVIDED);
        assertThat(made.origin()).isEqualTo("com.acme.Handler in my.jar");
        assertThat(made.contextMayBeNull()).isTrue();
    }

    @Test
    void asksNoProviderForALogic() throws Exception {
        assertThat(make("com.acme.Hello", type -> PROVIDED).logic()).isNotSameAs(PROVIDED);
    }

    @Test
    void refusesWhatNoProviderSupports() {
        assertThatThrownBy(() -> make("com.acme.Other", type -> PROVIDED))
                .isInstanceOf(LoadException.class)
                .hasMessage("com.acme.Other is not a Logic: it must implement dev.effe.Logic or dev.effe.JsonLogic");
    }

    @Test
    void givesTheProvidersReason() {
        Exception reason = new Exception("two methods\nare called handle");

        assertThatThrownBy(() -> make("com.acme.Handler", type -> {
                    throw reason;
                }))
                .isInstanceOf(LoadException.class)
                .hasMessage("com.acme.Handler (in my.jar): two methods are called handle")
                .hasCause(reason);
    }
}
