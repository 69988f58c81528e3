package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.tool.Counting;
import com.acme.tool.Desk;
import com.acme.tool.Greeter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deployments of Logics. */
@Timeout(60)
class LogicDeployTest {

    @TempDir
    private Path folder;

    private FakeLambda host;
    private DeployKit kit;

    @BeforeEach
    void start() throws IOException {
        host = FakeLambda.start(true);
        kit = new DeployKit(folder);
        kit.classes("shop", Greeter.class, Desk.class, Counting.class);
        kit.classes("greeter", Greeter.class);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private void functions(String functions) throws IOException {
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                topics: {greetings: {}}
                functions:
                %s
                targets:
                  test: {host: "%s", alias: test}
                  aws: {aws: {region: eu-west-1, role: "arn:aws:iam::123456789012:role/lambda"}}
                """.formatted(functions.indent(2), host.url()));
    }

    private Map<String, Object> deployed(String name) {
        return host.functions.get(name).latest;
    }

    @Test
    void areHandlersForAHost() throws IOException {
        functions("""
                named: {code: shop, logic: com.acme.tool.Greeter, set: {greeting.word: Hi}}
                found: {code: greeter, set: {word: Hi}, environment: {WORD: Hello}}
                handler: {code: shop, handler: com.acme.tool.Greeter, settings: {max-contexts: 3}}
                """);

        assertThat(kit.run(new DeployCommand(), "--target", "test")).last().isEqualTo("3 functions deployed in …");

        assertThat(deployed("shop_named"))
                .containsEntry("Handler", "com.acme.tool.Greeter")
                .containsEntry("Runtime", "java17")
                .containsEntry("Environment", Map.of("Variables", Map.of("GREETING_WORD", "Hi")));
        assertThat(deployed("shop_found"))
                .containsEntry("Handler", "com.acme.tool.Greeter")
                .containsEntry("Environment", Map.of("Variables", Map.of("WORD", "Hello")));
        assertThat(deployed("shop_handler"))
                .containsEntry("Environment", Map.of("Variables", Map.of("AWS_LAMBDA_MAX_CONCURRENCY", "3")));
        assertThat(kit.run(new DiffCommand(), "--target", "test")).containsExactly("Nothing would change");
    }

    @Test
    void areToldWhereTheFunctionsAreThatTheyCall() throws IOException {
        functions("""
                desk: {code: shop, logic: com.acme.tool.Desk, calls: [greeter, other]}
                greeter: {code: shop, logic: com.acme.tool.Greeter}
                other: {code: shop, logic: com.acme.tool.Greeter, as: other_greeter}
                """);

        assertThat(kit.run(new DeployCommand(), "--target", "test", "desk"))
                .noneMatch(line -> line.contains("calls"))
                .last()
                .isEqualTo("1 function deployed in …");
        assertThat(deployed("shop_desk"))
                .containsEntry(
                        "Environment",
                        Map.of(
                                "Variables",
                                Map.of("EFFE_CALLEES", "greeter=shop_greeter:test,other=other_greeter:test")));
    }

    @Test
    void areRefusedWhereTheyCannotRun() throws IOException {
        functions("""
                which: {code: shop}
                none: {code: shop, logic: com.acme.tool.Greter}
                path: {code: greeter, set: {path: x}}
                desk: {code: shop, logic: com.acme.tool.Desk, appends: [greetings]}
                """);

        assertThatThrownBy(() -> kit.run(new DeployCommand(), "--target", "test"))
                .hasMessageContaining("functions.which: shop has ")
                .hasMessageContaining("com.acme.tool.Desk, com.acme.tool.Greeter: choose one with")
                .hasMessageContaining(
                        "functions.none.logic names com.acme.tool.Greter, which is not in its code: did you"
                                + " mean com.acme.tool.Greeter?")
                .hasMessageContaining("functions.path.set.path cannot be a variable of a function on a host")
                .hasMessageContaining("functions.desk appends to greetings, and a host has no topics: serve the"
                        + " application by effe --app, or make images of it by effe image")
                .hasMessageEndingWith("Nothing was changed");
        assertThat(host.functions).isEmpty();
    }

    @Test
    void areRefusedForAws() throws IOException {
        functions("""
                logic: {code: greeter}
                handler: {code: greeter, handler: com.acme.tool.Greeter}
                """);
        kit.environment.put("AWS_ACCESS_KEY_ID", "id");
        kit.environment.put("AWS_SECRET_ACCESS_KEY", "secret");
        kit.environment.put("AWS_ENDPOINT_URL", host.url());

        assertThatThrownBy(() -> kit.run(new DeployCommand(), "--target", "aws"))
                .hasMessageContaining("functions.logic is a Logic, which AWS Lambda does not run without an adapter,"
                        + " and effe has none: write it as a handler, deploy it to a host")
                .hasMessageContaining("functions.handler is a Logic, which AWS Lambda does not run")
                .hasMessageContaining("or make an image of it by effe image");
        assertThat(host.functions).isEmpty();
    }
}
