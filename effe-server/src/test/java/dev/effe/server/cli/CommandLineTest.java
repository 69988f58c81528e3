package dev.effe.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.dispatch.WorkerKind;
import dev.effe.server.settings.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @TempDir
    Path folder;

    @Test
    void servesWithDefaultsWhenNothingIsGiven() {
        Command command = parse();

        assertThat(command.action()).isEqualTo(Action.SERVE);
        assertThat(command.settings()).isEqualTo(Settings.defaults());
        assertThat(command.origin("port")).hasToString("default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port 7050", "--port=7050", "-port 7050", "-port=7050"})
    void takesAFlagInEachForm(String line) {
        assertThat(parse(line.split(" ")).settings().listening().port()).isEqualTo(7050);
    }

    @ParameterizedTest
    @CsvSource({
        "--help, HELP",
        "-help, HELP",
        "-h, HELP",
        "--version, VERSION",
        "-version, VERSION",
        "--info, INFO",
        "-info, INFO",
        "--print-config, PRINT_CONFIG",
        "-print-config, PRINT_CONFIG"
    })
    void takesAnActionInEachForm(String flag, Action action) {
        assertThat(parse(flag).action()).isEqualTo(action);
        assertThat(parse("--port", "7", flag).action()).isEqualTo(action);
    }

    @Test
    void helpAndVersionDoNotDependOnTheEnvironmentOrTheFile() {
        Map<String, String> broken = Map.of("EFFE_PORT", "x", "EFFE_NO_SUCH", "y");

        assertThat(CommandLine.parse(List.of("--help", "--config", "no-such-file"), broken)
                        .help())
                .contains("Usage: ");
        assertThat(CommandLine.parse(List.of("--version"), broken).action()).isEqualTo(Action.VERSION);
    }

    @Test
    void keepsWhatFollowsTheFirstEqualsSign() {
        Command command = parse("--set", "url=jdbc:x?a=b", "--set=c=d=e", "-set", "empty=", "--function=a=b.jar");

        assertThat(command.functionConfig().config("url")).contains("jdbc:x?a=b");
        assertThat(command.functionConfig().config("c")).contains("d=e");
        assertThat(command.functionConfig().config("empty")).contains("");
        assertThat(command.settings().function().code().path()).contains(Path.of("a=b.jar"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--max-contexts 0     | --max-contexts must be from 1 to 10000, but was 0",
                "-max-contexts=0      | --max-contexts must be from 1 to 10000, but was 0",
                "--port -5            | --port must be from 0 to 65535, but was -5",
                "--max-context 5      | Unknown flag --max-context: did you mean --max-contexts? (--help lists all)",
                "-max-context=5       | Unknown flag -max-context: did you mean --max-contexts? (--help lists all)",
                "--verison            | Unknown flag --verison: did you mean --version? (--help lists all)",
                "--prnt-config        | Unknown flag --prnt-config: did you mean --print-config? (--help lists all)",
                "--zzzzzzzzzz         | Unknown flag --zzzzzzzzzz (--help lists all)",
                "---port 5            | Unknown flag ---port: did you mean --port? (--help lists all)",
                "--PORT 5             | Unknown flag --PORT: did you mean --port? (--help lists all)",
                "--MAX_CONTEXTS 5     | Unknown flag --MAX_CONTEXTS: did you mean --max-contexts? (--help lists all)",
                "-p 8080              | Unknown flag -p: did you mean --port? (--help lists all)",
                "-p8080               | Unknown flag -p8080: did you mean --port? (--help lists all)",
                "-f my.jar            | Unknown flag -f: did you mean --function? (--help lists all)",
                "-c effe.properties   | Unknown flag -c: did you mean --config? (--help lists all)",
                "-v                   | Unknown flag -v: did you mean --version? (--help lists all)",
                "-x                   | Unknown flag -x (--help lists all)",
                "--on-failure ftp://u:p@h | --on-failure must be off or an http or https URL or file:folder, but was 'ftp://u:***@h'",
                "--host u://a:p@h     | --host must be empty or a host name or IP address, but was 'u://a:***@h'",
                "--port               | --port needs a value: from 0 to 65535",
                "--timeout --port 1   | --timeout needs a value: from 1ms to 24h, written like 500ms, 5s, 2m or 1h",
                "--set                | --set needs a value: key=value",
                "--port 1 --port 2    | --port is given twice: 1 and 2",
                "--port 1 -port=1     | --port is given twice: 1 and 1",
                "--host a --host=b    | --host is given twice: 'a' and 'b'",
                "--set a=1 --set a=2  | --set a is given twice",
                "--set a              | --set must be key=value, but was 'a'",
                "--set =a             | --set must be key=value, but was '=a'",
                "my.jar               | Unexpected argument 'my.jar': the function is named by --function (--help lists all)",
                "--port 1 2           | Unexpected argument 2: the function is named by --function (--help lists all)",
                "--                   | Unexpected argument '--': the function is named by --function (--help lists all)",
                "-                    | Unexpected argument '-': the function is named by --function (--help lists all)",
                "--=1                 | Unexpected argument '--=1': the function is named by --function (--help lists all)",
                "port=1               | Unexpected argument 'port=1': the function is named by --function (--help lists all)",
                "--help=1             | --help takes no value",
                "--info --info        | --info is given twice",
                "-h --help            | --help is given twice",
                "--info --version     | --info and --version exclude each other",
                "--config no/file     | --config names 'no/file', which cannot be read: there is no such file",
            })
    void refusesAWrongCommandLine(String line, String message) {
        assertThatThrownBy(() -> parse(line.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EFFE_PORT         | abc     | EFFE_PORT must be from 0 to 65535, but was 'abc'",
                "EFFE_PORT         | ''      | EFFE_PORT must be from 0 to 65535, but was ''",
                "PORT              | abc     | PORT must be from 0 to 65535, but was 'abc'",
                "EFFE_PORT         | udp:80  | EFFE_PORT must be from 0 to 65535, but was 'udp:80'",
                "EFFE_CONFIG       | no/file | EFFE_CONFIG names 'no/file', which cannot be read: there is no such file",
            })
    void refusesAWrongEnvironment(String variable, String value, String message) {
        String hint = message.startsWith("Unknown") ? " (--help lists all)" : "";
        assertThatThrownBy(() -> CommandLine.parse(List.of(), Map.of(variable, value)))
                .isInstanceOf(UsageException.class)
                .hasMessage(message + hint);
    }

    @Test
    void showsControlCharactersInOneLine() {
        assertThatThrownBy(() -> parse("--log-level", "a\nb"))
                .hasMessage(
                        "--log-level must be error, warn, info, debug or trace, and for loggers written like info,com.acme=debug, but was 'a\\u000ab'");
        assertThatThrownBy(() -> parse("--a\nb")).hasMessageStartingWith("Unknown flag --a\\u000ab");
    }

    @Test
    void prefersTheFlagThenTheEnvironmentThenTheFileThenTheDefault() throws Exception {
        Path file = write("timeout=1s\nmax-queue=1\nhost=file\n");
        Map<String, String> environment = Map.of("EFFE_TIMEOUT", "2s", "EFFE_MAX_QUEUE", "2", "UNRELATED", "x");
        Command command = CommandLine.parse(List.of("--config", file.toString(), "--timeout", "3s"), environment);

        assertThat(command.settings().function().timeouts().call()).hasSeconds(3);
        assertThat(command.origin("timeout")).hasToString("flag");
        assertThat(command.settings().function().queue().mostWaiting()).isEqualTo(2);
        assertThat(command.origin("max-queue")).hasToString("environment EFFE_MAX_QUEUE");
        assertThat(command.settings().listening().host()).isEqualTo("file");
        assertThat(command.origin("host")).hasToString("file " + file + ":3");
        assertThat(command.settings().process().workers()).isEqualTo(WorkerKind.AUTO);
        assertThat(command.origin("workers")).hasToString("default");
    }

    @Test
    void honoursPortAfterEffePortAndBeforeTheFile() throws Exception {
        Path file = write("port=1");
        List<String> arguments = List.of("--config", file.toString());

        assertThat(CommandLine.parse(arguments, Map.of()).settings().listening().port())
                .isEqualTo(1);
        Command byPort = CommandLine.parse(arguments, Map.of("PORT", "2"));
        assertThat(byPort.settings().listening().port()).isEqualTo(2);
        assertThat(byPort.origin("port")).hasToString("environment PORT");
        Command byBoth = CommandLine.parse(arguments, Map.of("PORT", "no number", "EFFE_PORT", "3"));
        assertThat(byBoth.settings().listening().port()).isEqualTo(3);
        assertThat(byBoth.origin("port")).hasToString("environment EFFE_PORT");
        assertThat(CommandLine.parse(List.of("--port", "4"), Map.of("PORT", "2", "EFFE_PORT", "3"))
                        .settings()
                        .listening()
                        .port())
                .isEqualTo(4);
    }

    @Test
    void readsTheFileThatTheEnvironmentNames() throws Exception {
        Path file = write("port=1");
        Path other = Files.writeString(folder.resolve("other.properties"), "port=2");
        Map<String, String> environment = Map.of("EFFE_CONFIG", file.toString());

        assertThat(CommandLine.parse(List.of(), environment)
                        .settings()
                        .listening()
                        .port())
                .isEqualTo(1);
        assertThat(CommandLine.parse(List.of("--config", other.toString()), environment)
                        .settings()
                        .listening()
                        .port())
                .isEqualTo(2);
        assertThat(CommandLine.parse(List.of("--config="), environment)
                        .settings()
                        .listening()
                        .port())
                .isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource({
        "EFFE_MAX_CONTEXT, EFFE_MAX_CONTEXTS",
        "EFFE_MAXCONTEXTS, EFFE_MAX_CONTEXTS",
        "EFFE_max_contexts, EFFE_MAX_CONTEXTS",
        "EFFE_PROT, EFFE_PORT",
        "EFFE_TIME_OUT, EFFE_TIMEOUT",
        "EFFE_LOGLEVEL, EFFE_LOG_LEVEL",
        "EFFE_SET, --set"
    })
    void warnsOfAVariableThatLooksLikeAMisspeltSetting(String variable, String meant) {
        Command command = CommandLine.parse(List.of(), Map.of(variable, "5"));

        assertThat(command.settings()).isEqualTo(Settings.defaults());
        assertThat(command.warnings())
                .containsExactly(variable + " is no setting and is ignored: did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EFFE_",
                "EFFE_JAR",
                "EFFE_VERSION",
                "EFFE_HOME",
                "EFFE_HELP",
                "EFFE_JAVA_OPTS",
                "EFFE_SERVICE_HOST",
                "EFFE_SERVICE_PORT",
                "EFFE_PORT_80_TCP_ADDR",
                "EFFE_SERVICE_SERVICE_HOST",
                "EFFE_PORTAL_SERVICE_PORT_HTTP",
                "EFFE_PORT_SERVICE_HOST",
                "MAX_CONTEXT",
                "effe_port"
            })
    void passesByWhatOthersPutIntoTheEnvironment(String variable) {
        Command command = CommandLine.parse(List.of(), Map.of(variable, "10.0.0.1"));

        assertThat(command.settings()).isEqualTo(Settings.defaults());
        assertThat(command.warnings()).isEmpty();
    }

    @Test
    void knowsTheLinkOfAServiceByItsValue() {
        Map<String, String> links = Map.of(
                "EFFE_PORT", "tcp://10.0.0.1:80",
                "EFFE_ADMIN_PORT", "udp://10.0.0.1:80",
                "EFFE_ADMINS_PORT", "tcp://10.0.0.1:80",
                "PORT", "7050");
        Command command = CommandLine.parse(List.of(), links);

        assertThat(command.settings().listening().port()).isEqualTo(7050);
        assertThat(command.settings().admin().port()).isEmpty();
        assertThat(command.warnings()).isEmpty();
        assertThat(CommandLine.parse(List.of(), Map.of("EFFE_SERVICE_HOST", "10.0.0.1", "EFFE_PORT", "7051"))
                        .settings()
                        .listening()
                        .port())
                .isEqualTo(7051);
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("effe.properties"), text);
    }

    private static Command parse(String... arguments) {
        return CommandLine.parse(List.of(arguments), Map.of());
    }
}
