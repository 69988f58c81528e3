package dev.effe.tool.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.tool.Counting;
import com.acme.tool.Greeter;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.server.Server;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.cli.ToolException;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolTester;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvokeCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private void invoke(String... arguments) throws IOException {
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        ToolTester.run(new InvokeCommand(), List.of(arguments), Map.of(), printed);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String classes() throws Exception {
        return Path.of(Greeter.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }

    private static String[] greeter(String... more) throws Exception {
        List<String> arguments =
                new java.util.ArrayList<>(List.of("--function", classes(), "--logic", Greeter.class.getName()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void printsTheAnswerAndNothingElse() throws Exception {
        invoke(greeter("--set", "word=Moin", "--data", "{\"name\": \"Ada\"}"));

        assertThat(printed()).isEqualTo("{\"greeting\":\"Moin, Ada\"}\n");
    }

    @Test
    void readsTheDataOfAFile() throws Exception {
        Path event = Files.writeString(folder.resolve("event.json"), "{\"name\": \"Ädä\"}");

        invoke(greeter("--data", "@" + event, "-i"));

        assertThat(printed().lines()).startsWith("HTTP/1.1 200").endsWith("", "{\"greeting\":\"Hello, Ädä\"}");
        assertThat(printed()).containsIgnoringCase("content-type: application/json");
    }

    @Test
    void callsOnceForEachLineOfStandardInput() throws Exception {
        String lines = "{\"name\": \"Ada\"}\n\n  \r\n{}\n{\"name\": \"Bob\"}";
        InputStream standard = System.in;
        System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        try {
            assertThatThrownBy(() -> invoke(greeter()))
                    .isInstanceOf(ToolException.class)
                    .hasMessage("1 of 3 calls failed");
        } finally {
            System.setIn(standard);
        }
        assertThat(printed().lines())
                .hasSize(3)
                .startsWith("{\"greeting\":\"Hello, Ada\"}")
                .endsWith("{\"greeting\":\"Hello, Bob\"}")
                .anyMatch(line -> line.contains("Nobody to greet"));
    }

    @Test
    void givesAHandlerItsEvent() throws Exception {
        String handler = com.acme.tool.Doubler.class.getName() + "::handle";

        invoke("--function", classes(), "--handler", handler, "--data", "21");
        assertThat(printed()).isEqualTo("42\n");

        assertThatThrownBy(() -> invoke("--function", classes(), "--handler", handler, "--data", "-1"))
                .isInstanceOf(ToolException.class)
                .hasMessage("1 of 1 calls failed");
        assertThat(printed()).contains("\"errorMessage\":\"negative\"");
    }

    @Test
    void callsAServerByItsUrl() throws Exception {
        Settings settings = Settings.of("host", "127.0.0.1", "port", "0");
        try (Server server = Server.start(settings, LoadedLogic.of(new Greeter()), FunctionConfig.of(Map.of()))) {
            String url = "http://127.0.0.1:" + server.port() + "/";
            invoke("--url", url, "--data", "{\"name\": \"Ada\"}", "-H", "X-Request-Id: abc", "-i");
            assertThat(printed()).contains("Hello, Ada").containsIgnoringCase("x-request-id: abc");

            assertThatThrownBy(() -> invoke("--url", url, "--method", "GET")).hasMessage("1 of 1 calls failed");
        }
    }

    @Test
    void addsNothingToABinaryAnswer() throws Exception {
        byte[] image = {1, 0, 2, 3};
        Logic<String> logic = new Logic<>() {
            @Override
            public String start() {
                return "";
            }

            @Override
            public void run(String context, Request request, Response response) throws IOException {
                response.send(image);
            }
        };
        Settings settings = Settings.of("host", "127.0.0.1", "port", "0");
        try (Server server = Server.start(settings, LoadedLogic.of(logic), FunctionConfig.of(Map.of()))) {
            invoke("--url", "http://127.0.0.1:" + server.port() + "/", "--data", "1");
            assertThat(out.toByteArray()).isEqualTo(image);
        }
    }

    /** The context of the first call serves the second. */
    @Test
    void callsAfterTheFunctionIsReady() throws Exception {
        InputStream standard = System.in;
        System.setIn(new ByteArrayInputStream("1\n2\n3\n".getBytes(StandardCharsets.UTF_8)));
        try {
            invoke("--function", classes(), "--logic", Counting.class.getName());
        } finally {
            System.setIn(standard);
        }
        assertThat(printed().lines()).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--url localhost:8080                   | --url must be a URL, such as http://localhost:8080/orders, but was localhost:8080",
                "--url ftp://127.0.0.1/                 | --url must be a URL, such as http://localhost:8080/orders, but was ftp://127.0.0.1/",
                "--url http://                          | --url must be a URL, such as http://localhost:8080/orders, but was http://",
                "--url http://127.0.0.1:1/ --port 1     | --port does not go with --url (effe invoke --help)",
                "--url http://127.0.0.1:1/ --data a -H b | invalid header name: \"\" (effe invoke --help)",
                "--funktion a.jar                       | Unknown flag --funktion: did you mean --function? (--help lists all)",
            })
    void saysWhatIsWrongWithItsArguments(String arguments, String message) {
        assertThatThrownBy(() -> invoke(arguments.split(" +")))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    private String app() throws Exception {
        String file = """
                effe: 1
                name: greetings
                functions:
                  desk:
                    code: %1$s
                    logic: com.acme.tool.Desk
                    calls: [greeter]
                  greeter:
                    code: %1$s
                    logic: com.acme.tool.Greeter
                    routes: [GET /never]
                    set: {word: Ahoi}
                  items:
                    code: %1$s
                    logic: com.acme.tool.Items
                    routes: ["GET /items/{id}"]
                  doubler:
                    code: %1$s
                    handler: com.acme.tool.Doubler::handle
                  missing:
                    code: not-built.jar
                    logic: com.acme.Missing
                settings: {port: 1, drain-delay: 100s, admin-port: 2, tls-cert: none.pem, tls-key: none.pem}
                """.formatted(classes());
        return Files.writeString(folder.resolve("effe.yaml"), file).toString();
    }

    @Test
    void callsAFunctionOfAnApplicationAndThoseThatItCalls() throws Exception {
        invoke("--app", app(), "desk", "--data", "{\"name\": \"Ada\"}");
        assertThat(printed()).isEqualTo("{\"greeting\":\"Ahoi, Ada, from the desk\"}\n");

        assertThatThrownBy(() -> invoke("--app", app(), "desk", "--data", "{}"))
                .isInstanceOf(ToolException.class)
                .hasMessage("1 of 1 calls failed");
        assertThat(printed()).contains("Nobody to greet");
    }

    @Test
    void callsAFunctionPastItsRoutesAndByThem() throws Exception {
        invoke("greeter", "--app=" + app(), "--set", "word=Moin", "--data", "{\"name\": \"Ada\"}");
        invoke("--app", app(), "items", "--method", "GET", "--path", "/items/a%20b?x=1");
        invoke("--app", app(), "items", "--method", "GET", "--path", "/other");

        assertThat(printed().lines())
                .containsExactly("{\"greeting\":\"Moin, Ada\"}", "GET /items/{id} a b", "no route");
    }

    @Test
    void givesAHandlerOfAnApplicationItsEvent() throws Exception {
        invoke("--app", app(), "doubler", "--data", "21");
        assertThat(printed()).isEqualTo("42\n");
    }

    @Test
    void saysWhichFunctionsAnApplicationHas() throws Exception {
        String file = app();
        assertThatThrownBy(() -> invoke("--app", file, "greter", "--data", "1"))
                .isInstanceOf(UsageException.class)
                .hasMessage("The function greter of greetings is unknown: did you mean greeter? Known: desk, greeter,"
                        + " items, doubler, missing");
        assertThatThrownBy(() -> invoke("--app", file, "--data", "1"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--app needs the name of one function behind its file, such as orders, but has none"
                        + " (effe invoke --help)");
        assertThatThrownBy(() -> invoke("--app", file, "desk", "greeter", "--data", "1"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("but has desk, greeter");
        assertThatThrownBy(() -> invoke("--app", file, "missing", "--data", "1"))
                .hasMessageContaining("not-built.jar");
        assertThatThrownBy(() -> invoke("desk", "--function", classes(), "--data", "1"))
                .isInstanceOf(UsageException.class)
                .hasMessage("desk is no flag; a function's name goes with --app (effe invoke --help)");
        assertThatThrownBy(() -> invoke("--app", folder + "/none.yaml", "desk", "--data", "1"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("none.yaml");
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        assertThatThrownBy(() -> invoke("--url", "http://127.0.0.1:1/", "--data", "a"))
                .isInstanceOf(ToolException.class)
                .hasMessage("http://127.0.0.1:1/ cannot be called: nothing listens there");
        assertThatThrownBy(() -> invoke("--function", folder.resolve("none.jar").toString(), "--data", "a"))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("none.jar");
        assertThatThrownBy(() -> invoke(greeter("--data", "@" + folder.resolve("none.json"))))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("none.json, which is not there");
        assertThatThrownBy(() -> invoke(greeter("--data", "@" + folder)))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith("The file of --data cannot be read: " + folder);
    }
}
