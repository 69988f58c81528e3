package dev.effe.tool.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesCommandTest {

    private static final String SHOP = """
            effe: 1
            name: shop
            functions:
              orders:
                code: not-built-yet.jar
                routes: [POST /orders, "GET /orders/{id}", "* /Bj%C3%B6rn's.files/{rest...}"]
                settings: {timeout: 40s}
              stock-2:
                code: not-built-yet.jar
                address: https://stock.example.com
                routes: ["GET /stock/{sku}"]
              hidden: {code: not-built-yet.jar}
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private String run(String yaml, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(Files.writeString(folder.resolve("effe.yaml"), yaml).toString());
        all.add(0, "routes");
        new Commands().run(all, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsAConfigurationOfHaproxy() throws IOException {
        assertThat(run(SHOP, "--haproxy"))
                .contains(
                        "\n    timeout server 50s\n",
                        "\n    http-check send meth GET uri /_effe/readyz ver HTTP/1.1 hdr Host effe\n",
                        "\nfrontend routes_of_shop\n",
                        "\n    use_backend orders if { var(txn.path) -m str /orders } { method POST } # POST /orders\n",
                        "\n    use_backend orders if { var(txn.path) -m reg '^/orders/[^/]+$' } { method GET HEAD } #",
                        "\n    use_backend orders if { var(txn.path) -m reg"
                                + " '^/Bj\\xc3\\xb6rn\\x27s\\x2efiles/([^/]+/)*[^/]+$' } #",
                        "\n    server orders \"${ORDERS-orders:8080}\"\n",
                        "\n    server stock-2 \"${STOCK_2-stock.example.com:443}\"\n")
                .doesNotContain("hidden", "preflight", "functions(/|$)", "ssl", "send-proxy");
    }

    @Test
    void goesByTheSettingsOfTheProcess() throws IOException {
        String settings = "settings: {port: 7050, health-prefix: /up, lambda-api: on, proxy-protocol: on, timeout: 2m,"
                + " tls-cert: a.crt, tls-key: a.key, cors-allow-origins: 'https://a.example'}\n";

        assertThat(run(SHOP + settings, "--haproxy"))
                .contains(
                        "${ORDERS-orders:7050}\" ssl verify required ca-file @system-ca send-proxy-v2\n",
                        "uri /up/readyz",
                        "{ var(txn.path) -m beg /up/ }",
                        "{ var(txn.path) -m beg /_effe/ }",
                        "functions(/|$)",
                        "timeout server 130s",
                        "use_backend orders if { method OPTIONS } { req.hdr(origin) -m found }");
    }

    @Test
    void sendsPreflightsToAHandlerThatAnswersThem() throws IOException {
        String handler = SHOP.replace("    address: https", "    handler: a.B\n    address: https");
        String preflight = "use_backend stock-2 if { method OPTIONS }";

        assertThat(run(handler, "--haproxy")).contains(preflight);
        out.reset();
        assertThat(run(
                        handler.replace("handler: a.B", "handler: a.B\n    settings: {answer-browsers: off}"),
                        "--haproxy"))
                .doesNotContain(preflight);
    }

    @Test
    void printsHttpRoutesOfEachFunction() throws IOException {
        assertThat(run(SHOP, "--httproute", "--host", "shop.example.com", "--gateway", "infra/public"))
                .contains(
                        "\n  name: shop-orders\n",
                        "\n  name: shop-stock-2\n",
                        "\n    - name: public\n      namespace: infra\n",
                        "\n    - \"shop.example.com\"\n",
                        "\n            type: PathPrefix\n            value: \"/orders\"\n",
                        "\n            value: \"/Bj%C3%B6rn's.files\"\n",
                        "\n            value: /_effe\n")
                .doesNotContain("hidden", "method");
    }

    @Test
    void printsAnIngress() throws IOException {
        assertThat(run(SHOP, "--ingress"))
                .contains("\n          - path: \"/stock\"\n            pathType: Prefix\n            backend:\n"
                        + "              service:\n                name: stock-2\n                port:\n"
                        + "                  name: http\n")
                .contains("\n    - http:\n        paths:\n          - path: ")
                .doesNotContain("hidden");
    }

    @Test
    void failsWhereTheRouterCannotTellTwoFunctionsApart() throws IOException {
        String both = SHOP.replace("\"GET /stock/{sku}\"", "\"PUT /orders/{id}\"");

        assertThat(run(both, "--haproxy")).contains("use_backend stock-2");
        out.reset();
        assertThat(run(both, "--httproute")).contains("method: PUT");
        out.reset();
        assertThatThrownBy(() -> run(both, "--ingress"))
                .isInstanceOf(ToolException.class)
                .hasMessage(
                        "Ingress cannot tell \"PUT /orders/{id}\" of stock-2 and \"GET /orders/{id}\" of orders apart:"
                                + " GET /orders/id would get to stock-2. HAProxy can: effe routes --haproxy");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void needsOneRouter() {
        for (String[] arguments : new String[][] {{}, {"--haproxy", "--ingress"}}) {
            assertThatThrownBy(() -> run(SHOP, arguments))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("--haproxy")
                    .hasMessageContaining("--ingress");
        }
        assertThatThrownBy(() -> run(SHOP, "--nginx")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> run(SHOP, "--httproute", "--gateway", "public"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--gateway must be namespace/name, but was 'public'");
    }

    @Test
    void saysWhatIsWrongInTheFile() {
        assertThatThrownBy(() -> run(SHOP.replace("GET /stock", "get /stock"), "--haproxy"))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("effe.yaml has errors: effe check says the same");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("effe.yaml:11:14: ", "write GET");
    }

    @Test
    void saysThatThereAreNoRoutes() {
        assertThatThrownBy(() -> run("effe: 1\nname: shop\nfunctions: {a: {code: a.jar}}\n", "--haproxy"))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("has no routes: functions.NAME.routes names them, as GET /orders/{id}");
    }

    @Test
    void hasAHelp() throws IOException {
        new Commands().run(List.of("routes", "--help"), Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.length() <= 100)
                .anyMatch(line -> line.contains("--httproute"));
    }
}
