package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
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

    private static final Path JAR = Path.of(System.getProperty("effe.jar", "../effe-server/target/effe.jar"))
            .toAbsolutePath()
            .normalize();
    private static final Pattern PORT = Pattern.compile(":([0-9]{4,5})\\b");

    @TempDir
    private Path folder;

    private Process host;
    private String url;
    private DeployKit kit;

    @BeforeEach
    void start() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java,
                        "-cp",
                        JAR + File.pathSeparator + System.getProperty("java.class.path"),
                        "dev.effe.server.Main",
                        "host",
                        "--port",
                        "0",
                        "--init-timeout",
                        "60s",
                        "--data-dir",
                        folder.resolve("data").toString())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("EFFE_") || name.startsWith("AWS_"));
        host = builder.start();
        host.getOutputStream().close();
        CompletableFuture<String> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(port));
        reader.setDaemon(true);
        reader.start();
        url = "http://127.0.0.1:" + port.get(2, TimeUnit.MINUTES);
        kit = new DeployKit(folder);
        application("orders");
    }

    private void read(CompletableFuture<String> port) {
        StringBuilder all = new StringBuilder();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                all.append(line).append('\n');
                Matcher found = PORT.matcher(line);
                if (!port.isDone() && line.contains("Serving") && found.find()) {
                    port.complete(found.group(1));
                }
            }
        } catch (IOException e) {
            all.append(e);
        }
        port.completeExceptionally(new IOException(all.toString()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        host.destroy();
        if (!host.waitFor(1, TimeUnit.MINUTES)) {
            host.destroyForcibly();
        }
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
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url + "/2015-03-31/functions/shop_orders:" + alias + "/invocations"))
                .timeout(Duration.ofMinutes(2))
                .POST(BodyPublishers.ofString("\"hello\""))
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
}
