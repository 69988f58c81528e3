package dev.effe.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.settings.UsageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("effe.properties");
    }

    @Test
    void readsTheSyntaxOfProperties() throws Exception {
        Command command = parse("""
                # max-contexts=1
                ! host=a

                port : 7050
                  timeout\t5s
                max-\\
                    queue = 3
                set.greeting = Gr\\u00fc\\u00df\\
                    e \u00e4\\n
                set.path=C:\\\\
                host=
                """);

        assertThat(command.settings().listening().port()).isEqualTo(7050);
        assertThat(command.settings().function().timeouts().call()).hasSeconds(5);
        assertThat(command.settings().function().queue().mostWaiting()).isEqualTo(3);
        assertThat(command.settings().listening().host()).isEmpty();
        assertThat(command.settings().function().contexts().maxContexts()).isEqualTo(1000);
        assertThat(command.functionConfig().config("greeting")).contains("Gr\u00fc\u00dfe \u00e4\n");
        assertThat(command.functionConfig().config("path")).contains("C:\\");
        assertThat(command.origin("port")).hasToString("file " + file + ":4");
        assertThat(command.origin("max-queue")).hasToString("file " + file + ":6");
        assertThat(command.origin("host")).hasToString("file " + file + ":11");
    }

    @Test
    void readsAnEmptyFileAndOneThatEndsInABackslash() throws Exception {
        assertThat(parse("").settings())
                .usingRecursiveComparison()
                .ignoringFields("given")
                .isEqualTo(Settings.defaults());
        assertThat(parse("port=1\\").settings().listening().port()).isEqualTo(1);
        assertThat(parse("#\\\nport=1\r\nhost=a\r\n").settings().listening().port())
                .isEqualTo(1);
    }

    @Test
    void refusesAValueWithItsLine() {
        assertUsage("\nmax-contexts=0", ":2: max-contexts must be from 1 to 10000, but was 0");
        assertUsage("port=80 ", ":1: port must be from 0 to 65535, but was '80 '");
    }

    @Test
    void refusesWhatIsNoSettingWithItsLine() {
        assertUsage(
                "\n\nmax-context=5", ":3: Unknown setting max-context: did you mean max-contexts? (--help lists all)");
        assertUsage(
                "MAX_CONTEXTS=5", ":1: Unknown setting MAX_CONTEXTS: did you mean max-contexts? (--help lists all)");
        assertUsage("help=", ":1: Unknown setting help (--help lists all)");
        assertUsage("=5", ":1: Unknown setting  (--help lists all)");
        assertUsage("set.=5", ":1: Unknown setting set. (--help lists all)");
        assertUsage("config=a", ":1: config cannot be set in a file, only by --config or EFFE_CONFIG");
        assertUsage("set=a=b", ":1: set is written with its key, as set.key=value");
    }

    @Test
    void refusesALineWithoutAnEqualsSign() {
        String fix = " has no = behind it: each line is name=value, such as max-contexts=5";
        assertUsage("# port\nport", ":2: 'port'" + fix);
        assertUsage("host", ":1: 'host'" + fix);
        assertUsage("set.password", ":1: 'set.password'" + fix);
        assertUsage("my.jar", ":1: 'my.jar'" + fix);
        assertUsage("password hunter2", ":1: 'password'" + fix);
        assertUsage("--port=1", ":1: Unknown setting --port: did you mean port? (--help lists all)");
    }

    @Test
    void refusesAKeyThatIsGivenTwice() {
        assertUsage("port=1\nhost=a\nport=1", ":3: port is given twice, first at " + file + ":1");
        assertUsage("set.a=1\nset.a=2", ":2: set.a is given twice, first at " + file + ":1");
    }

    @Test
    void refusesABrokenEscape() {
        assertUsage("port=1\nhost=\\u12x", ":2: Malformed \\uxxxx encoding.");
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws Exception {
        Files.write(file, "host=\u00e4".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(this::parseFile)
                .isInstanceOf(UsageException.class)
                .hasMessage("--config names '%s', which cannot be read: it is not UTF-8", file);
    }

    @Test
    void refusesAFolder() throws Exception {
        Files.createDirectory(file);

        assertThatThrownBy(this::parseFile)
                .isInstanceOf(UsageException.class)
                .hasMessage("--config names '%s', which cannot be read: Is a directory", file);
    }

    private void assertUsage(String text, String message) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(UsageException.class).hasMessage(file + message);
    }

    private Command parse(String text) throws Exception {
        Files.writeString(file, text);
        return parseFile();
    }

    private Command parseFile() {
        return CommandLine.parse(List.of("--config", file.toString()), Map.of());
    }
}
