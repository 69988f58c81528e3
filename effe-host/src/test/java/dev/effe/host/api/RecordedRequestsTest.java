package dev.effe.host.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.json.Json;
import dev.effe.server.kit.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The requests of real clients as they were recorded: Apex, the AWS CLI and the SDK for JavaScript, their headers as they
 * came. Only the runtime of Apex's function is another, for it is not Java's.
 */
class RecordedRequestsTest {

    @TempDir
    Path folder;

    private ApiServer server;
    private String runtime = "java17";
    private String variable = "b";

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer(folder.resolve("data"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Sends the requests of a recording in order. */
    private List<HttpAnswer> replay(String recording) throws IOException {
        List<HttpAnswer> answers = new ArrayList<>();
        try (InputStream in =
                Objects.requireNonNull(getClass().getResourceAsStream("/recorded/" + recording + ".jsonl"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                answers.add(send((Map<?, ?>) Json.read(line.getBytes(StandardCharsets.UTF_8))));
            }
        }
        return answers;
    }

    private HttpAnswer send(Map<?, ?> request) throws IOException {
        List<String> headers = new ArrayList<>();
        for (Object header : (List<?>) request.get("headers")) {
            List<?> pair = (List<?>) header;
            String name = pair.get(0).toString();
            if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Connection")) {
                headers.add(name + ": " + pair.get(1));
            }
        }
        String body = request.get("body")
                .toString()
                .replace("nodejs20.x", runtime)
                .replace("\"A\":\"b\"", "\"A\":\"" + variable + "\"");
        return server.raw(
                request.get("method").toString(),
                request.get("path").toString(),
                body.getBytes(StandardCharsets.UTF_8),
                headers.toArray(String[]::new));
    }

    private static List<Integer> statuses(List<HttpAnswer> answers) {
        return answers.stream().map(HttpAnswer::status).toList();
    }

    private static Map<?, ?> json(HttpAnswer answer) {
        return (Map<?, ?>) Json.read(answer.body());
    }

    @Test
    void apexDeploysPromotesListsAndDeletes() throws Exception {
        assertThat(statuses(replay("apex-new-deploy---dry-run"))).containsExactly(404);
        List<HttpAnswer> created = replay("apex-new-deploy");
        assertThat(statuses(created)).containsExactly(404, 201, 201);
        assertThat(json(created.get(1)).get("Version")).isEqualTo("1");

        assertThat(statuses(replay("apex-deploy---dry-run"))).containsExactly(200, 200, 200, 200);

        variable = "c";
        List<HttpAnswer> deployed = replay("apex-deploy");
        // The alias is there, by which Apex knows to update it.
        assertThat(statuses(deployed)).containsExactly(200, 200, 200, 409, 200);
        assertThat(json(deployed.get(2)).get("Version")).isEqualTo("2");
        List<?> versions = (List<?>) json(deployed.get(4)).get("Versions");
        assertThat(versions)
                .extracting(version -> ((Map<?, ?>) version).get("Version"))
                .isEqualTo(List.of("$LATEST", "1", "2"));

        List<HttpAnswer> test = replay("apex-deploy---alias-test");
        assertThat(statuses(test)).containsExactly(200, 200, 200, 201, 200);
        assertThat(json(test.get(2)).get("Version")).as("nothing has changed").isEqualTo("2");
        assertThat(json(test.get(3)).get("FunctionVersion")).isEqualTo("2");

        assertThat(statuses(replay("apex-alias-prod---version-1-echo"))).containsExactly(200, 201);
        List<HttpAnswer> listed = replay("apex-list");
        assertThat(statuses(listed)).containsExactly(200, 200);
        assertThat(((List<?>) json(listed.get(1)).get("Aliases")))
                .extracting(alias -> ((Map<?, ?>) alias).get("Name"))
                .isEqualTo(List.of("current", "prod", "test"));
        assertThat(statuses(replay("apex-rollback-echo---alias-prod"))).containsExactly(200, 200);
        assertThat(statuses(replay("apex-invoke-echo"))).containsExactly(200);
        assertThat(server.invoked).hasSize(1);
        assertThat(statuses(replay("apex-delete---force-echo"))).containsExactly(200, 204);
        assertThat(server.data.functions().all()).isEmpty();
    }

    @Test
    void apexIsToldWhichRuntimesThereAre() throws Exception {
        runtime = "nodejs20.x";

        HttpAnswer refused = replay("apex-new-deploy").get(1);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Value nodejs20.x at 'runtime'", "finds no node on its PATH");
    }

    @Test
    void theAwsCliCreatesUpdatesAndDeletes() throws Exception {
        List<HttpAnswer> answers = replay("awscli-2.9.19-debian");

        assertThat(statuses(answers).subList(9, answers.size()))
                .containsExactly(
                        200, 404, 404, // Lists, and finds nothing.
                        201, 200, 200, 200, 200, // Creates, waits, updates code with a version, waits, updates.
                        201, 200, // Publishes, lists versions.
                        201, 200, 200, 204, // An alias.
                        200, 200, 204, // Concurrency.
                        400, 404, 201, 200, // A queue of SQS for events is refused, so there are no rules; a URL.
                        201, 204, 200, 200, 400, // Policy, tags, settings; no event sources.
                        204);
        assertThat(json(answers.get(14)).get("Version")).isEqualTo("1");
        assertThat(json(answers.get(17)).get("Version")).isEqualTo("2");
        assertThat(json(answers.get(17)).get("Description")).isEqualTo("v1");
        assertThat(json(answers.get(24)).get("ReservedConcurrentExecutions")).isEqualTo(5);
        assertThat(server.invoked).hasSize(9);
    }

    @Test
    void theSdkForJavaScriptIsUnderstood() throws Exception {
        List<HttpAnswer> answers = replay("js-v3-3.1162");

        assertThat(statuses(answers).subList(7, answers.size()))
                .as("an alias of nothing, a zip that is none")
                .containsExactly(404, 400, 404, 200, 404);
        assertThat(answers.get(8).text()).contains("Could not unzip uploaded file.");
        assertThat(server.invoked).hasSize(7);
    }
}
