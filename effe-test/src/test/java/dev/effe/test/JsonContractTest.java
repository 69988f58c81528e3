package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.json.Accounts;
import com.example.json.PlainAccounts;
import com.example.json.Prices;
import com.example.json.SnakeAccounts;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.Logic;
import dev.effe.server.Server;
import dev.effe.server.cli.FunctionConfig;
import dev.effe.server.cli.Settings;
import dev.effe.server.function.FunctionSource;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.function.LogicLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A function's JSON is one and the same in its tests, on the class path and as a package of its own. */
class JsonContractTest {

    /** The way in which a function is run, and the contents of its package. */
    enum Way {
        TESTER,
        CLASS_PATH,
        PACKAGE_WITH_DATABIND(JsonIgnore.class, JsonParser.class, ObjectMapper.class),
        PACKAGE_WITH_ANNOTATIONS(JsonIgnore.class),
        PACKAGE_WITHOUT_JACKSON;

        private final List<Class<?>> brought;

        Way(Class<?>... brought) {
            this.brought = List.of(brought);
        }
    }

    /** An answer, as far as it is the function's. */
    private record Answer(int status, String body) {}

    @TempDir
    Path folder;

    private static final String ACCOUNT =
            "{\"last_name\":\"Ada\",\"passwordHash\":\"x\",\"logins\":1,\"level\":\"owner\","
                    + "\"born\":\"1815-12-10\",\"nick\":\"ace\",\"contacts\":[{\"address\":\"a@b\"},{\"number\":\"1\"}],"
                    + "\"more\":1}";

    private static final String ANSWER = "{\"last_name\":\"Ada\",\"logins\":2,\"level\":\"owner\","
            + "\"born\":\"1815-12-10\",\"nick\":\"ace\",\"contacts\":[{\"address\":\"a@b\"},{\"number\":\"1\"}],"
            + "\"seen\":\"1970-01-01T00:00:00Z\"}";

    @ParameterizedTest
    @EnumSource
    void annotationsTimesAndSealedTypesCount(Way way) throws Exception {
        assertThat(call(way, new Accounts(), ACCOUNT)).isEqualTo(new Answer(200, ANSWER));
    }

    @ParameterizedTest
    @EnumSource
    void theSameGoesForALogicThatReadsAndWritesJsonItself(Way way) throws Exception {
        assertThat(call(way, new PlainAccounts(), ACCOUNT)).isEqualTo(new Answer(200, ANSWER));
    }

    @ParameterizedTest
    @EnumSource
    void aClientIsToldWhichFieldIsWrong(Way way) throws Exception {
        Answer answer = call(way, new Accounts(), "{\"contacts\":[{\"address\":{}}]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"detail\":\"contacts[0].address must be a string (line 1, column 26)\"");
        assertThat(call(way, new Accounts(), "{\"logins\":1.5}").body())
                .contains("\"detail\":\"logins must be an integer of 32 bits (line 1, column 11)\"");
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatNobodyDecodesIsRefused(Way way) throws Exception {
        assertThat(call(way, new Accounts(), ACCOUNT, "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PACKAGE_WITH_ANNOTATIONS", "PACKAGE_WITHOUT_JACKSON"})
    void theModulesOfThePackageAreRegistered(Way way) throws Exception {
        assertThat(call(way, new Prices(), "{\"amount\":\"21 cents\",\"articles\":3}"))
                .isEqualTo(new Answer(200, "{\"amount\":\"42 cents\",\"articles\":\"3\"}"));
        assertThat(call(way, new Prices(), "{\"amount\":\"21 euros\"}").body())
                .contains("\"detail\":\"amount must be an object (line 1, column 11)\"");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PACKAGE_WITH_ANNOTATIONS", "PACKAGE_WITHOUT_JACKSON"})
    void aMapperOfTheFunctionsOwnIsUsed(Way way) throws Exception {
        assertThat(call(way, new SnakeAccounts(), "{\"user_name\":\"ada\",\"login_count\":1}"))
                .isEqualTo(new Answer(200, "{\"user_name\":\"ada\",\"login_count\":2}"));
        Answer wrong = call(way, new SnakeAccounts(), "{\"user_name\":\"ada\",\"login_count\":\"x\"}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("login_count must be an integer of 32 bits");
    }

    private Answer call(Way way, Logic<Object> function, String body, String... header) throws Exception {
        if (way == Way.TESTER) {
            return callTester(function, body, header);
        }
        LoadedLogic loaded = way == Way.CLASS_PATH ? LoadedLogic.of(function) : load(way, function.getClass());
        Settings settings = Settings.of(Map.of("host", "127.0.0.1", "port", "0"));
        try (Server server = Server.start(settings, loaded, FunctionConfig.of(Map.of()))) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                    .POST(BodyPublishers.ofString(body));
            if (header.length > 0) {
                request.headers(header);
            }
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        }
    }

    private static Answer callTester(Logic<Object> function, String body, String... header) throws Exception {
        try (FunctionTester<Object> tester = FunctionTester.of(function)) {
            TestRequest request = TestRequest.post("/").body(body);
            TestResponse answer = tester.call(header.length == 0 ? request : request.header(header[0], header[1]));
            return new Answer(answer.status(), answer.body());
        }
    }

    /** Makes a folder of the function's classes and what it brings. */
    private LoadedLogic load(Way way, Class<?> function) throws Exception {
        Path made = Files.createTempDirectory(folder, "function");
        Path lib = Files.createDirectories(made.resolve("lib"));
        for (Class<?> type : way.brought) {
            Path jar = home(type);
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
        boolean databind = way == Way.PACKAGE_WITH_DATABIND;
        Path classes = home(function);
        try (Stream<Path> files = Files.list(classes.resolve("com/example/json"))) {
            for (Path file : files.toList()) {
                if (databind
                        || !file.toString().contains("Prices")
                                && !file.toString().contains("Snake")) {
                    copy(classes, file, made);
                }
            }
        }
        if (databind) {
            copy(classes, classes.resolve("META-INF/services/com.fasterxml.jackson.databind.Module"), made);
        }
        return LogicLoader.load(FunctionSource.of(made), function.getName()).orElseThrow();
    }

    private static void copy(Path from, Path file, Path to) throws IOException {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
    }

    private static Path home(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
