package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.tool.Desk;
import com.acme.tool.Greeter;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real {@code effe explore}. */
@Tag("once")
@Timeout(300)
class ExploreIT {

    private static final Pattern EXPLORING = Pattern.compile("Exploring on http://127.0.0.1:([0-9]+)");
    private static final Pattern FOLDER = Pattern.compile("functions are in ([^,]+),");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @BeforeEach
    void application() throws IOException {
        DeployKit kit = new DeployKit(folder);
        kit.classes("shop", Greeter.class, Desk.class);
        Files.createDirectory(folder.resolve("events"));
        kit.file("events/greeter.json", "{\"name\": \"Ada\"}");
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  greeter: {code: shop, logic: com.acme.tool.Greeter}
                  desk: {code: shop, logic: com.acme.tool.Desk, appends: [placed]}
                topics: {placed: {}}
                """);
    }

    private static String invoke(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url + "/2015-03-31/functions/shop_greeter:live/invocations"))
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString("{\"name\": \"Bob\"}"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static void awaitOutput(EffeProcess effe, String text) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!effe.output().contains(text)) {
            assertThat(System.nanoTime()).as(effe.output()).isLessThan(end);
            assertThat(effe.process().isAlive()).as(effe.output()).isTrue();
            Thread.onSpinWait();
        }
    }

    @Test
    void sendsSamplesAndLeavesNothingBehind() throws Exception {
        try (EffeProcess effe = EffeProcess.start(folder, EXPLORING, "explore")) {
            assertThat(invoke(effe.url())).isEqualTo("{\"greeting\":\"Hello, Bob\"}");
            assertThat(effe.output())
                    .contains("curl -d '{}' '" + effe.url() + "/2015-03-31/functions/shop_greeter:live/invocations'")
                    .contains("! left out")
                    .contains("functions.desk appends to placed, and a host has no topics");
            OutputStream terminal = effe.process().getOutputStream();
            terminal.write("1\n".getBytes(StandardCharsets.UTF_8));
            terminal.flush();
            awaitOutput(effe, "greeter:\n{\"greeting\":\"Hello, Ada\"}\n");

            Matcher data = FOLDER.matcher(effe.output());
            assertThat(data.find()).isTrue();
            assertThat(Path.of(data.group(1))).isDirectory();
            List<ProcessHandle> instances = effe.process().descendants().toList();
            assertThat(instances).isNotEmpty();

            effe.process().destroy();
            assertThat(effe.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(effe.process().exitValue()).isZero();
            assertThat(Path.of(data.group(1)).getParent()).doesNotExist();
            for (ProcessHandle instance : instances) {
                instance.onExit().get(1, TimeUnit.MINUTES);
            }
        }
    }

    @Test
    void servesWithoutATerminal() throws Exception {
        try (EffeProcess effe = EffeProcess.start(folder, EXPLORING, "explore", "greeter")) {
            effe.process().getOutputStream().close();
            assertThat(invoke(effe.url())).isEqualTo("{\"greeting\":\"Hello, Bob\"}");
            assertThat(invoke(effe.url())).isEqualTo("{\"greeting\":\"Hello, Bob\"}");
        }
    }

    @Test
    void endsWhereNothingCanBeDeployed() throws Exception {
        try (EffeProcess effe = EffeProcess.start(folder, EXPLORING, "explore", "desk")) {
            assertThat(effe.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(effe.process().exitValue()).isEqualTo(1);
        }
        try (EffeProcess effe = EffeProcess.start(folder, EXPLORING, "explore", "--port", "x")) {
            assertThat(effe.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(effe.process().exitValue()).isEqualTo(2);
        }
    }
}
