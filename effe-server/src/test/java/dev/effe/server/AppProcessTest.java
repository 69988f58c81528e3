package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.shop.Orders;
import com.acme.shop.Stock;
import dev.effe.server.cli.CommandLine;
import dev.effe.server.function.LoadException;
import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process with the functions of effe.yaml. */
class AppProcessTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SHOP = """
            effe: 1
            name: shop
            functions:
              orders:
                code: orders
                routes: ["GET /orders/{id}"]
                settings: {timeout: 10s}
                set: {currency: EUR}
              stock:
                code: [empty, stock.jar]
                routes: [GET /stock]
            settings: {timeout: 20s, min-contexts: 2, port: 0}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void makeFunctions() throws IOException {
        new FunctionJar().add(Orders.class).folder(folder.resolve("orders"));
        new FunctionJar().add(Stock.class).jar(folder.resolve("stock.jar"));
        Files.createDirectory(folder.resolve("empty"));
    }

    private AppProcess process(String yaml, Map<String, String> environment, String... flags) throws IOException {
        Path file = Files.writeString(folder.resolve("effe.yaml"), yaml);
        List<String> arguments = new ArrayList<>(List.of("--app", file.toString()));
        arguments.addAll(List.of(flags));
        return AppProcess.of(CommandLine.parse(arguments, environment).app().orElseThrow());
    }

    private Server start(String yaml, Map<String, String> environment, String... flags) throws Exception {
        Server server = process(yaml, environment, flags).start(() -> {});
        assertThat(server.awaitReady(ServerTester.PATIENCE)).isTrue();
        return server;
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static String body(Server server, String path) throws Exception {
        return get(server.port(), path).body();
    }

    @Test
    void eachFunctionHasItsRoutesItsSettingsAndItsConfiguration() throws Exception {
        try (Server server = start(SHOP, Map.of())) {
            assertThat(body(server, "/orders/42")).startsWith("order {id=42} in EUR, ");
            assertThat(body(server, "/stock")).isEqualTo("stock within 20 s\n");
            assertThat(get(server.port(), "/").statusCode()).isEqualTo(404);
            assertThat(get(server.port(), "/_effe/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aFunctionsSettingsAreStrongerThanThoseAtTheTopAndWeakerThanEnvironmentAndFlag() throws Exception {
        String yaml = SHOP.replace("code: [empty, stock.jar]", "code: stock.jar\n    settings: {timeout: 15s}");
        assertThat(yaml).contains("15s");
        try (Server server = start(yaml, Map.of())) {
            assertThat(body(server, "/stock")).isEqualTo("stock within 15 s\n");
        }
        try (Server server = start(yaml, Map.of("EFFE_TIMEOUT", "40s"))) {
            assertThat(body(server, "/stock")).isEqualTo("stock within 40 s\n");
        }
        try (Server server = start(yaml, Map.of("EFFE_TIMEOUT", "40s"), "--timeout", "50s")) {
            assertThat(body(server, "/stock")).isEqualTo("stock within 50 s\n");
        }
    }

    @Test
    void aKeyIsWeakerInTheFileThanInTheEnvironmentAndByFlag() throws Exception {
        try (Server server = start(SHOP, Map.of("CURRENCY", "USD"))) {
            assertThat(body(server, "/orders/1")).contains("in USD");
        }
        try (Server server = start(SHOP, Map.of("CURRENCY", "USD"), "--set", "currency=GBP")) {
            assertThat(body(server, "/orders/1")).contains("in GBP");
        }
    }

    @Test
    void onlyThoseAreServedThatAreNamed() throws Exception {
        Files.delete(folder.resolve("stock.jar"));
        AppProcess orders = process(SHOP, Map.of(), "--only", "orders");

        assertThat(orders.origin()).isEqualTo("orders of shop");
        try (Server server = orders.start(() -> {})) {
            assertThat(body(server, "/orders/1")).startsWith("order");
            assertThat(get(server.port(), "/stock").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theyReadVariablesOfTheirOwnUnlessTheProcessHasThem() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "JPY\n");
        String yaml = SHOP.replace(
                "set: {currency: EUR}",
                "environment: {SHOP_TABLE: orders_v2}\n" + "    secrets: {CURRENCY: {file: " + secret.getFileName()
                        + "}, OTHER: {env: PRESENT}}");
        try (Server server = start(yaml, Map.of("PRESENT", "1"))) {
            assertThat(body(server, "/orders/1")).isEqualTo("order {id=1} in JPY, orders_v2\n");
        }
        try (Server server = start(yaml, Map.of("PRESENT", "1", "CURRENCY", "CHF"))) {
            assertThat(body(server, "/orders/1")).contains("in CHF");
        }
        assertThatThrownBy(() -> process(yaml, Map.of()).start(() -> {}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(
                        "functions.orders.secrets.OTHER is in the environment variable PRESENT, which is not set");
    }

    @Test
    void twoFunctionsThatDifferInAVariableAreNotServedByOneProcess() throws Exception {
        String yaml = SHOP.replace("set: {currency: EUR}", "environment: {SHOP_T: a, SAME: s}")
                .replace("routes: [GET /stock]", "environment: {SHOP_T: b, SAME: s}");

        assertThat(process(yaml, Map.of()).warnings()).hasSize(1);
        assertThatThrownBy(() -> process(yaml, Map.of()).start(() -> {}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("functions.stock.environment.SHOP_T differs from that of orders at ")
                .hasMessageContaining("--only")
                .hasMessageContaining("a host")
                .hasMessageNotContaining("SAME");
        process(yaml, Map.of(), "--only", "stock").start(() -> {}).close();
    }

    @Test
    void aFailedStartNamesTheFunctionAndClosesTheOthers() throws Exception {
        String failing = SHOP.replace("currency: EUR", "fail: yes");
        assertThatThrownBy(() -> process(failing, Map.of()).start(() -> {}))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("orders: The init of com.acme.shop.Orders in orders failed")
                .hasMessageContaining("as the test wants it");

        Files.writeString(folder.resolve("stock.jar"), "no jar");
        assertThatThrownBy(() -> process(SHOP, Map.of()).start(() -> {}))
                .isInstanceOf(LoadException.class)
                .hasMessageStartingWith("stock: ");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("effe-loop"));
    }

    @Test
    void keysOfDeploymentDoNotConcernAProcess() throws Exception {
        String yaml = SHOP.replace(
                        "routes: [GET /stock]",
                        "memory: 512\n    runtime: java21\n    build: make\n    as: stock\n    url: {}\n    routes: [GET /stock]")
                + "retain: 3\ntargets: {local: {host: \"http://localhost:7070\"}}\n";

        process(yaml, Map.of());
    }

    @Test
    void anEnvelopeIsForTheFunctionThatWantsOne() throws Exception {
        try (Server server =
                start(SHOP.replace("routes: [GET /stock]", "envelope: on\n    routes: [GET /stock]"), Map.of())) {
            assertThat(body(server, "/stock")).startsWith("{\"data\":");
            assertThat(body(server, "/orders/1")).startsWith("order");
        }
    }

    @Test
    void aFunctionCallsOthersWhereverTheyAre() throws Exception {
        String calling = SHOP.replace("set: {currency: EUR}", "set: {calls: stock}\n    calls: [stock]");
        try (Server server = start(calling, Map.of())) {
            assertThat(body(server, "/orders/1")).endsWith("stock within 10 s\n");
        }
        try (Server stock = start(calling, Map.of(), "--only", "stock")) {
            String address = "http://localhost:" + stock.port();
            String inFile = calling.replace("routes: [GET /stock]", "address: " + address);
            try (Server server = start(inFile, Map.of(), "--only", "orders")) {
                assertThat(body(server, "/orders/1")).endsWith("stock within 10 s\n");
            }
            String wrong = calling.replace("routes: [GET /stock]", "address: http://localhost:1");
            try (Server server = start(wrong, Map.of("EFFE_URL_STOCK", address), "--only", "orders")) {
                assertThat(body(server, "/orders/1")).endsWith("stock within 10 s\n");
            }
        }
    }

    @Test
    void aCalleeOfAnotherProcessNeedsAnAddress() throws Exception {
        String calling = SHOP.replace("set: {currency: EUR}", "calls: [stock]");

        assertThatThrownBy(() -> process(calling, Map.of(), "--only", "orders"))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("effe.yaml:8:13: stock is called and is not served by this process: say where it"
                        + " is, by EFFE_URL_STOCK or functions.stock.address");
        assertThatThrownBy(() -> process(calling, Map.of("EFFE_URL_STOCK", "stock:8080"), "--only", "orders"))
                .hasMessage("EFFE_URL_STOCK must be the address of a server, such as http://stock:8080, but was"
                        + " 'stock:8080'");
        process(calling, Map.of(), "--only", "stock");
    }

    @Test
    void printsWhereEachValueIsFrom() throws IOException {
        String file = folder.resolve("effe.yaml").toString();

        assertThat(process(SHOP, Map.of("EFFE_MAX_QUEUE", "7"), "--max-body", "1k")
                        .printConfig()
                        .lines())
                .contains(
                        "port = 0   (file " + file + ":12:49)",
                        "max-queue = 7   (environment EFFE_MAX_QUEUE)",
                        "max-body = 1k   (flag)",
                        "timeout = 20s   (file " + file + ":12:21)",
                        "functions.orders.timeout = 10s   (file " + file + ":7:25)",
                        "functions.orders.set.currency = EUR   (file " + file + ":4:3)",
                        "functions.stock.function = " + folder.resolve("empty") + "   (file " + file + ":10:12)")
                .noneMatch(line -> line.startsWith("functions.stock.timeout"));
    }

    @Test
    void saysEveryErrorOfTheFiles() {
        assertThatThrownBy(
                        () -> process(SHOP.replace("effe: 1", "effe: 2").replace("GET /stock", "get /stock"), Map.of()))
                .isInstanceOf(UsageException.class)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--app a --config b    | --app and --config exclude each other: effe.yaml names functions and has their settings",
                "--app a --function b  | --app and --function exclude each other: effe.yaml names functions and has their settings",
                "--app a --logic b     | --app and --logic exclude each other: effe.yaml names functions and has their settings",
                "--app a --handler b   | --app and --handler exclude each other: effe.yaml names functions and has their settings",
                "--app a --train on    | --app and --train exclude each other: effe.yaml names functions and has their settings",
                "--app a --info        | --info is about one function: name it by --function in place of --app",
                "--only a              | --only needs --app, whose functions it names",
                "--app a --only A      | --only must be empty or names of functions, written like orders,stock, but was 'A'",
            })
    void saysWhichFlagsDoNotGoTogether(String flags, String message) {
        assertThatThrownBy(() -> CommandLine.parse(List.of(flags.split(" +")), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void whatAPlatformSaysOfItsOneFunctionIsNotAboutThese() throws Exception {
        Map<String, String> platform = Map.of("_HANDLER", "a.B", "AWS_LAMBDA_FUNCTION_NAME", "c");

        process(SHOP, platform);
        assertThatThrownBy(() -> process(SHOP, Map.of("EFFE_FUNCTION", "x.jar")))
                .hasMessageStartingWith("--app and EFFE_FUNCTION exclude each other");
    }
}
