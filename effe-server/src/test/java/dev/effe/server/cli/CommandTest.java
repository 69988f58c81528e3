package dev.effe.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts that --print-config and --help print. */
class CommandTest {

    @TempDir
    Path folder;

    @Test
    void printsEverySettingAndWhereItCameFrom() throws Exception {
        Path file = Files.writeString(folder.resolve("effe.properties"), "\n\nmax-queue=7\nset.b=1\nset.a=2\n");
        Command command = CommandLine.parse(
                List.of("--print-config", "--max-contexts", "5", "--config", file.toString(), "--set", "c=3"),
                Map.of("EFFE_TIMEOUT", "9s", "B", "4"));
        List<String> lines = command.printConfig().lines().toList();

        assertThat(lines)
                .contains(
                        "max-contexts = 5   (flag)",
                        "config = " + file + "   (flag)",
                        "timeout = 9s   (environment EFFE_TIMEOUT)",
                        "max-queue = 7   (file " + file + ":3)",
                        "host =    (default)",
                        "log-level = info   (default)")
                .endsWith("set.a = 2   (file " + file + ":5)", "set.b = 4   (environment B)", "set.c = 3   (flag)")
                .hasSize(SettingsTable.all().size() - 1 + 3);
        for (Setting<?> setting : SettingsTable.all()) {
            if (setting != SettingsTable.SET) {
                assertThat(lines).anyMatch(line -> line.startsWith(setting.name() + " = "));
            }
        }
    }

    @Test
    void masksThePasswordsOfItsOwnUrls() {
        Command command = CommandLine.parse(
                List.of("--on-failure", "https://me:hunter2@host/dead"),
                Map.of("EFFE_DEAD_LETTER", "http://hunter2@host/"));

        assertThat(command.printConfig())
                .contains("\non-failure = https://me:***@host/dead   (flag)\n", "dead-letter = http://***@host/   (")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "db.password          | hunter2                              | ***",
                "DB_PASSWORD          | hunter2                              | ***",
                "my.Secret.thing      | hunter2                              | ***",
                "github-token         | hunter2                              | ***",
                "api.key              | hunter2                              | ***",
                "credentials          | hunter2                              | ***",
                "db.pwd               | hunter2                              | ***",
                "passphrase           | hunter2                              | ***",
                "db.user              | me                                   | me",
                "db.url               | jdbc:postgresql://db:5432/app        | jdbc:postgresql://db:5432/app",
                "db.url               | postgres://me:hunter2@db:5432/app    | postgres://me:***@db:5432/app",
                "db.url               | postgres://me:hun@ter/2@db:5432/app  | postgres://me:***@db:5432/app",
                "redis                | redis://:hunter2@cache               | redis://:***@cache",
                "db.url               | jdbc:p://d/a?user=me&password=hunter2&ssl=on | jdbc:p://d/a?user=me&password=***&ssl=on",
                "db.url               | jdbc:sqlserver://d;user=me;Password=hunter2  | jdbc:sqlserver://d;user=me;Password=***",
                "db.url               | https://h/?q=$1&access_token=hunter2 | https://h/?q=$1&access_token=***",
                "urls                 | http://a:hunter2@b,http://c:hunter2@d | http://a:***@d",
            })
    void masksSecrets(String key, String value, String shown) {
        Command command = CommandLine.parse(List.of("--set", key + "=" + value), Map.of());

        assertThat(command.printConfig()).endsWith("\nset." + key + " = " + shown + "   (flag)\n");
    }

    @Test
    void masksWhatASecretFileHolds() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");
        Path file = Files.writeString(folder.resolve("effe.properties"), "set.db.url=plain");
        Command command =
                CommandLine.parse(List.of("--config", file.toString()), Map.of("DB_URL_FILE", secret.toString()));

        assertThat(command.printConfig()).endsWith("\nset.db.url = ***   (environment DB_URL_FILE)\n");
    }

    @Test
    void saysWhichSecretFileCannotBeRead() throws Exception {
        Path file = Files.writeString(folder.resolve("effe.properties"), "set.db.url=plain");
        Command command =
                CommandLine.parse(List.of("--config", file.toString()), Map.of("DB_URL_FILE", "/no/such/file"));

        assertThatThrownBy(command::printConfig)
                .hasMessage("db.url cannot be read from /no/such/file, which DB_URL_FILE names: there is no such file");
    }

    @Test
    void printsALineForEachValue() {
        Command command = CommandLine.parse(List.of("--set", "a=b\nport = 1"), Map.of());

        assertThat(command.printConfig()).endsWith("\nset.a = b\\u000aport = 1   (flag)\n");
    }

    @Test
    void helpMentionsEverySettingWithItsDefaultIn100Columns() {
        List<String> lines = help().lines().toList();

        assertThat(lines).allMatch(line -> line.length() <= 100);
        for (Setting<?> setting : SettingsTable.all()) {
            String start = "  --" + setting.name() + " <";
            String end = setting.defaultText().isEmpty() ? "." : " (" + setting.defaultText() + ")";
            assertThat(lines)
                    .as(setting.name())
                    .filteredOn(line -> line.startsWith(start))
                    .singleElement()
                    .asString()
                    .contains(setting.help())
                    .endsWith(end);
        }
    }

    @Test
    void helpMentionsActionsFormsAndExitCodes() {
        assertThat(help())
                .startsWith("Usage: java -jar effe.jar ")
                .contains("  --help ", "-h", "  --version ", "  --info ", "  --print-config ")
                .contains("--max-contexts 5, --max-contexts=5, -max-contexts 5")
                .contains("EFFE_MAX_CONTEXTS=5", "max-contexts=5", "set.key=value", "variable PORT")
                .contains("Exit codes: 0 stopped, 1 failed to start or cut requests when it stopped, 2 wrong settings.")
                .endsWith("\n");
    }

    @Test
    void theExamplesOfTheHelpAreRight() {
        List<String> examples = help().lines()
                .filter(line -> line.contains("java -jar effe.jar --f"))
                .toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        for (String example : examples) {
            String arguments = example.replace("java -jar effe.jar", "").strip();
            assertThat(CommandLine.parse(List.of(arguments.split(" ")), Map.of())
                            .action())
                    .isEqualTo(Action.SERVE);
        }
    }

    private static String help() {
        return CommandLine.parse(List.of("--help"), Map.of()).help();
    }
}
