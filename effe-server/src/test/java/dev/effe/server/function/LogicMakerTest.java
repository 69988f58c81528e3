package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that are no Logic. */
final class LogicMakerTest {

    @TempDir
    Path folder;

    @Test
    void refusesWhatIsNoLogic() throws Exception {
        Path jar = TestJars.in(folder)
                .source("com.acme.Other", "public class Other {}")
                .jar("my.jar");

        assertThatThrownBy(() -> LogicLoader.load(FunctionSource.of(jar), "com.acme.Other"))
                .isInstanceOf(LoadException.class)
                .hasMessage("com.acme.Other is not a Logic: it must implement dev.effe.Logic or dev.effe.JsonLogic; an"
                        + " AWS Lambda handler is named with --handler");
    }
}
