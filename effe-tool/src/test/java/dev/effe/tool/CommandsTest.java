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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {

    private final Tools tools = ServiceLoader.load(Tools.class).findFirst().orElseThrow();

    private String run(String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tools.run(List.of(arguments), Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpNamesEveryCommand() throws IOException {
        assertThat(run("help")).contains("Usage: effe", "new", "check", "routes", "image", "completion");
    }

    @Test
    void eachHelpBeginsWithOneUsageAndHasExamples() throws IOException {
        for (String name : Commands.commandLine().getSubcommands().keySet()) {
            assertThat(run(name, "--help"))
                    .startsWith("Usage: effe " + name)
                    .containsOnlyOnce("Usage:")
                    .contains("Example");
        }
    }

    @Test
    void runsTheCommandThatIsNamed() throws IOException {
        assertThat(run("image", "--help")).contains("--base", "--push", "Examples:");
        assertThat(run("help", "image")).isEqualTo(run("image", "--help"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "images              | There is no command images: did you mean image? (effe help lists all)",
                "help chek           | There is no command chek: did you mean check? (effe help lists all)",
                "check --onyl a      | Unknown option: '--onyl': did you mean --only? (effe check --help lists all)",
                "image -o x          | image needs --function or effe.yaml (effe image --help lists all)",
                "image --function a  | Missing required option: '--output=<file>' (effe image --help lists all)",
                "image --function    | Missing required parameter for option '--function' (<path>) (effe image --help lists all)",
                "events placed --limit x | Invalid value for option '--limit': 'x' is no whole number",
                "image --function a --function b | option '--function' (<path>) should be specified only once",
            })
    void saysInOneLineWhatIsMeant(String arguments, String message) {
        assertThatThrownBy(() -> run(arguments.split(" +")))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }
}
