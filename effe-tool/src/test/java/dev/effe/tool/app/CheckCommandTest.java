package dev.effe.tool.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.settings.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private void check(String... arguments) {
        CheckCommand command = new CheckCommand();
        new CommandLine(command).parseArgs(arguments);
        command.run(Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private List<String> printed() {
        return out.toString(StandardCharsets.UTF_8)
                .replace(folder + "/", "")
                .lines()
                .toList();
    }

    private String file(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("code"));
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String right() throws IOException {
        return file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  orders: {code: code, calls: [stock]}
                  stock: {code: code, settings: {max-contexts: 2}}
                """);
    }

    @Test
    void saysInOneLineThatAllIsRightAndWarns() throws IOException {
        check(right());

        assertThat(printed())
                .containsExactly(
                        "effe.yaml:4:32: warning: functions.orders.calls[0]: stock has max-contexts 2, fewer than the 1000 of"
                                + " orders, whose calls then wait for each other",
                        "effe.yaml is right: shop with orders, stock");
    }

    @Test
    void saysEveryErrorAndHowManyThereAre() throws IOException {
        String file = file("effe.yaml", "effe: 2\nname: Shop\nfunctions: {orders: {}}\n");

        assertThatThrownBy(() -> check(file))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("effe.yaml has 3 errors");
        assertThat(printed())
                .containsExactly(
                        "effe.yaml:1:7: effe must be 1, but was '2'",
                        "effe.yaml:2:7: name must be a to z, then at most 38 of a to z, 0 to 9 and -, but was 'Shop'",
                        "effe.yaml:3:13: functions.orders needs code, such as code: target/function.jar");
    }

    @Test
    void laysLaterFilesOverEarlierOnes() throws IOException {
        String later = file("effe.test.yaml", "functions: {stock: {settings: {max-contexts: 1001}}}\n");

        check(right(), later);

        assertThat(printed()).containsExactly("effe.yaml, effe.test.yaml is right: shop with orders, stock");
    }

    @Test
    void saysWhenSchedulesAreDueNext() throws IOException {
        String file = file(
                "effe.yaml",
                "effe: 1\nname: a\nfunctions: {f: {code: code, triggers: [{schedule: '0 12 29 2 *', zone: Asia/Tokyo}]}}\n");

        check(file);

        assertThat(printed())
                .hasSize(2)
                .last()
                .asString()
                .matches("f is due by 0 12 29 2 \\* Asia/Tokyo: \\d{4}-02-29T12:00\\+09:00");
    }

    @Test
    void checksForTheFunctionsOfOneProcess() throws IOException {
        String file =
                file("effe.yaml", "effe: 1\nname: a\nfunctions: {f: {code: code}, g: {code: none}, h: {code: code}}\n");

        check(file, "--only", "h, f");

        assertThat(printed()).containsExactly("effe.yaml is right: a with f, h");
        assertThatThrownBy(() -> check(file, "--only=f,g")).hasMessageEndingWith("effe.yaml has an error");
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThatThrownBy(() -> check("none.yaml"))
                .isInstanceOf(UsageException.class)
                .hasMessage("none.yaml has an error");
    }
}
