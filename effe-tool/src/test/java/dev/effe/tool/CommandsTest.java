package dev.effe.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.Tools;
import dev.effe.server.settings.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private final Tools tools = ServiceLoader.load(Tools.class).findFirst().orElseThrow();

    private String run(String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tools.run(List.of(arguments), Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpNamesEveryCommand() throws IOException {
        assertThat(run("help")).contains("Usage: effe", "check", "image", "effe image --help");
    }

    @Test
    void runsTheCommandThatIsNamed() throws IOException {
        assertThat(run("image", "--help")).contains("--base", "--push");
    }

    @Test
    void namesTheCommandsWhereThereIsNoSuch() {
        assertThatThrownBy(() -> run("images"))
                .isInstanceOf(UsageException.class)
                .hasMessage("There is no command \"images\", but: check, image, help");
    }
}
