package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.tool.Counting;
import com.acme.tool.Desk;
import com.acme.tool.Greeter;
import dev.effe.server.cli.ToolException;
import dev.effe.tool.invoke.InvokeCommand;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real {@code effe host}, which is deployed to. */
@Tag("once")
@Timeout(300)
class DeployIT {

    private static final Pattern PORT = Pattern.compile("Serving.*:([0-9]{4,5})\\b");

    @TempDir
    private Path folder;

    private EffeProcess host;
    private String url;
    private DeployKit kit;

    @BeforeEach
    void start() throws Exception {
        host = EffeProcess.start(
                folder,
                PORT,
                "host",
                "--port",
                "0",
                "--init-timeout",
                "60s",
                "--data-dir",
                folder.resolve("data").toString());
        host.process().getOutputStream().close();
        url = host.url();
        kit = new DeployKit(folder);
        application("orders");
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private void application(String table) throws IOException {
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  orders:
                    code: orders
                    handler: com.acme.tool.Told::handle
                    environment: {TABLE: %s}
                    settings: {timeout: 30s}
                targets:
                  here: {host: "%s", alias: test}
                """.formatted(table, url));
    }

    private String invoke(String alias) throws Exception {
        return invokeWith(alias, "\"hello\"");
    }

    private String invokeWith(String alias, String payload) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url + "/2015-03-31/functions/shop_orders:" + alias + "/invocations"))
                .timeout(Duration.ofMinutes(2))
                .POST(BodyPublishers.ofString(payload))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void leadsClientsFromVersionToVersionAndBack() throws Exception {
        kit.code("orders", "one");
        List<String> first = kit.run(new DeployCommand());
        assertThat(first).anyMatch(line -> line.startsWith("• started")).last().isEqualTo("1 function deployed in …");
        assertThat(invoke("test")).isEqualTo("\"hello one orders\"");
        kit.run(new PromoteCommand(), "test", "prod");

        assertThat(kit.run(new DeployCommand()))
                .anyMatch(line -> line.contains("code unchanged"))
                .anyMatch(line -> line.contains("config unchanged"))
                .anyMatch(line -> line.contains("alias test unchanged"));
        assertThat(kit.run(new DiffCommand(), "--exit-code")).containsExactly("Nothing would change");

        kit.code("orders", "two");
        application("orders_v2");
        assertThat(kit.run(new DiffCommand()))
                .contains("~ text.txt 3 B -> 3 B", "environment.TABLE: \"orders\" -> \"orders_v2\"", "version: 1 -> 2");
        kit.run(new DeployCommand());
        assertThat(invoke("test")).isEqualTo("\"hello two orders_v2\"");
        assertThat(invoke("prod")).isEqualTo("\"hello one orders\"");
        kit.run(new PromoteCommand(), "test", "prod");
        assertThat(invoke("prod")).isEqualTo("\"hello two orders_v2\"");

        kit.code("orders", "broken");
        assertThatThrownBy(() -> kit.run(new DeployCommand()))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("Version 3 does not start: ")
                .hasMessageContaining("no database");
        assertThat(invoke("test")).isEqualTo("\"hello two orders_v2\"");

        kit.run(new RollbackCommand(), "--alias", "prod");
        assertThat(invoke("prod")).isEqualTo("\"hello one orders\"");
        assertThatThrownBy(() -> kit.run(new RollbackCommand(), "--alias", "prod"))
                .hasMessageContaining("has no earlier version");
        assertThat(kit.run(new ListCommand())).last().asString().endsWith("prod@1; test@2");
    }

    @Test
    void tellsHowCallsWentAndGoesBackFromAVersionThatFails() throws Exception {
        kit.code("orders", "one");
        kit.run(new DeployCommand(), "--alias", "prod");
        assertThat(kit.run(new MetricsCommand())).containsExactly("No calls within 1d");
        invoke("prod");
        assertThat(invokeWith("prod", "{}")).contains("errorMessage");
        assertThat(kit.run(new LogsCommand()))
                .filteredOn(line -> line.contains(" shop_orders:1 REPORT RequestId: "))
                .hasSize(2);
        assertThat(kit.run(new MetricsCommand(), "orders", "--since", "15m"))
                .hasSize(2)
                .last()
                .asString()
                .matches("shop_orders:prod +1 +2 +1 \\(50%\\) +0 +[0-9.]+ ms +[0-9.]+ ms");

        kit.code("orders", "two");
        kit.run(new DeployCommand());
        assertThat(kit.run(new PromoteCommand(), "test", "prod", "--steps", "10%,50%", "--every", "1s"))
                .anyMatch(line -> line.contains("step of prod") && line.contains("share=10%"))
                .anyMatch(line -> line.contains("step of prod") && line.contains("share=50%"))
                .anyMatch(line -> line.contains("promoted to prod") && line.contains("version=2"));
        assertThat(invoke("prod")).isEqualTo("\"hello two orders\"");

        kit.code("orders", "three");
        kit.run(new DeployCommand());
        AtomicBoolean over = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            while (!over.get()) {
                assertThatCode(() -> invokeWith("prod", "{}")).doesNotThrowAnyException();
            }
        });
        caller.start();
        assertThatThrownBy(() -> kit.run(new PromoteCommand(), "test", "prod", "--steps", "50%", "--every", "2m"))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("took it back")
                .hasMessageContaining("Version 3 has 100% ");
        over.set(true);
        caller.join();
        assertThat(kit.run(new ListCommand())).last().asString().contains("prod@2");
    }

    @Test
    void deploysFunctionsThatCallEachOther() throws Exception {
        kit.classes("shop", Greeter.class, Desk.class);
        greetBy("Hello");
        kit.run(new DeployCommand());
        kit.run(new PromoteCommand(), "test", "prod");
        greetBy("Moin");
        kit.run(new DeployCommand());

        String name = "{\"name\": \"Ada\"}";
        assertThat(invoke("", "desk", "--data", name)).containsExactly("{\"greeting\":\"Moin, Ada, from the desk\"}");
        assertThat(invoke("", "desk", "--alias", "prod", "--data", name))
                .containsExactly("{\"greeting\":\"Hello, Ada, from the desk\"}");
        assertThat(kit.run(new DiffCommand(), "--exit-code")).containsExactly("Nothing would change");
    }

    @Test
    void deploysTheShopOfTheExamples() throws Exception {
        Path shop = Path.of("../effe-examples/shop");
        kit.jar("target/shop.jar", shop.resolve("src/main/java"));
        String target = "targets:\n  here: {host: \"" + url + "\", alias: test}\n";
        kit.file("effe.yaml", Files.readString(shop.resolve("effe.yaml")) + target);
        String topics = kit.file("effe.topics.yaml", Files.readString(shop.resolve("effe.topics.yaml")))
                .toString();

        assertThatThrownBy(() -> kit.run(new DeployCommand(), "--app", topics))
                .hasMessageContaining("functions.orders appends to placed, and a host has no topics: serve the"
                        + " application by effe --app, or make images of it by effe image")
                .hasMessageEndingWith("Nothing was changed");
        assertThat(kit.run(new DeployCommand()))
                .filteredOn(line -> line.contains("left out"))
                .hasSize(2)
                .allMatch(line -> line.endsWith(".routes: a host has no routes: set url: {} for a URL"));

        assertThat(invoke("", "orders", "--target", "here", "--data", "{\"item\": \"cake\", \"count\": 2}"))
                .containsExactly("{\"item\":\"cake\",\"count\":2,\"total\":\"€8.40\"}");
        assertThat(kit.run(new DiffCommand(), "--exit-code")).last().isEqualTo("Nothing would change");
    }

    private void greetBy(String word) throws IOException {
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  desk: {code: shop, logic: com.acme.tool.Desk, calls: [greeter], settings: {timeout: 30s}}
                  greeter: {code: shop, logic: com.acme.tool.Greeter, set: {word: %s}, settings: {timeout: 30s}}
                targets:
                  here: {host: "%s", alias: test}
                """.formatted(word, url));
    }

    private List<String> invoke(String input, String... arguments) throws IOException {
        InputStream in = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return kit.run(new InvokeCommand(), arguments);
        } finally {
            System.setIn(in);
        }
    }

    @Test
    void callsALogicThatItHasDeployed() throws Exception {
        kit.classes("shop", Greeter.class, Counting.class);
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  greeter:
                    code: shop
                    logic: com.acme.tool.Greeter
                    set: {word: Moin}
                    settings: {max-contexts: 2, timeout: 30s}
                  counting: {code: shop, handler: com.acme.tool.Counting}
                targets:
                  here: {host: "%s", alias: test}
                """.formatted(url));
        kit.run(new DeployCommand());

        assertThat(invoke("{\"name\": \"Ada\"}\n{\"name\": \"Bob\"}\n", "greeter", "--target", "here"))
                .containsExactly("{\"greeting\":\"Moin, Ada\"}", "{\"greeting\":\"Moin, Bob\"}");
        assertThat(invoke("", "greeter", "--version", "1", "--data", "{\"name\": \"Ada\"}", "-i", "--logs"))
                .startsWith("HTTP/1.1 200")
                .contains("x-amz-executed-version: 1");
        assertThat(invoke("", "counting", "--target", "here", "--data", "{}")).containsExactly("1");
        assertThat(invoke("", "greeter", "--async", "--data", "{\"name\": \"Ada\"}"))
                .singleElement()
                .asString()
                .matches("[0-9a-f-]{36}");

        assertThatThrownBy(() -> invoke("{}\n{\"name\": \"Ada\"}\n", "greeter", "--target", "here"))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("Nobody to greet")
                .hasMessageContaining("Moin, Ada")
                .hasMessageEndingWith("1 of 2 calls failed");
        assertThatThrownBy(() -> invoke("", "greeter", "--alias", "prod", "--data", "1"))
                .hasMessageContaining("shop_greeter:prod is not at " + url + ": effe deploy brings it there");
    }
}
