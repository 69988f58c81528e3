package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deployments to a fake host. */
@Timeout(60)
class DeployTest {

    @TempDir
    private Path folder;

    private FakeLambda host;
    private DeployKit kit;

    @BeforeEach
    void start() throws IOException {
        host = FakeLambda.start(true);
        kit = new DeployKit(folder);
        kit.code("orders", "one");
        application("environment: {TABLE: orders}", "");
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private void application(String ofOrders, String rest) throws IOException {
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                %s
                functions:
                  orders:
                    code: orders
                    handler: com.acme.tool.Doubler::handle
                    %s
                targets:
                  test: {host: "%s", alias: test}
                """.formatted(rest, ofOrders, host.url()));
    }

    private List<String> deploy(String... arguments) throws IOException {
        return kit.run(new DeployCommand(), arguments);
    }

    private List<String> diff(String... arguments) throws IOException {
        return kit.run(new DiffCommand(), arguments);
    }

    @Test
    void makesAFunctionAndThenChangesNothing() throws IOException {
        assertThat(deploy()).last().isEqualTo("1 function deployed in …");
        assertThat(host.changes).containsExactly("POST ", "POST shop_orders/versions", "POST shop_orders/aliases");
        FakeLambda.Function made = host.functions.get("shop_orders");
        assertThat(made.latest)
                .containsEntry("Handler", "com.acme.tool.Doubler::handle")
                .containsEntry("Runtime", "java17")
                .containsEntry("Environment", Map.of("Variables", Map.of("TABLE", "orders")));
        host.changes.clear();

        assertThat(deploy())
                .contains(
                        "• code unchanged             env=test function=orders",
                        "• config unchanged           env=test function=orders",
                        "• alias test unchanged       env=test function=orders version=1");
        assertThat(host.changes).isEmpty();
        assertThat(diff()).containsExactly("Nothing would change");
    }

    @Test
    void showsEachFieldAndFileThatChangesAndNoSecret() throws IOException {
        kit.environment.put("DB", "first-password");
        application("environment: {OLD: x, TABLE: orders}\n    secrets: {DB_PASSWORD: {env: DB}}", "");
        assertThat(String.join("\n", diff()))
                .contains("+ function orders", "version: 1")
                .doesNotContain("first-password");
        deploy();
        kit.environment.put("DB", "second-password");
        kit.code("orders", "two!");
        kit.file("orders/more.txt", "more");
        application(
                "memory: 512\n    settings: {timeout: 1500ms}\n    environment: {TABLE: orders_v2}\n"
                        + "    secrets: {DB_PASSWORD: {env: DB}}",
                "");

        List<String> lines = diff();

        assertThat(lines.subList(0, 1)).containsExactly("~ function orders");
        assertThat(lines.get(1)).matches("code: \\S+ ?B? -> .*");
        assertThat(lines.subList(2, lines.size()))
                .containsExactly(
                        "+ more.txt 4 B",
                        "~ text.txt 3 B -> 4 B",
                        "version: 1 -> 2",
                        "",
                        "~ config orders",
                        "environment.DB_PASSWORD: (secret changed)",
                        "- environment.OLD",
                        "environment.TABLE: \"orders\" -> \"orders_v2\"",
                        "memory: 128 -> 512",
                        "timeout: 3s -> 2s",
                        "",
                        "~ alias orders:test",
                        "version: 1 -> 2");
        assertThat(String.join("", diff("--json")))
                .contains("\"DB_PASSWORD\"".replace("\"", ""))
                .doesNotContain("password\"");
        assertThat(host.changes).hasSize(3);
        deploy();
        assertThat(diff()).containsExactly("Nothing would change");
        assertThat(host.functions.get("shop_orders").versions.get(2))
                .containsEntry("MemorySize", 512)
                .containsEntry("Timeout", 2);
    }

    @Test
    void tellsByItsExitCodeThatSomethingWouldChange() throws IOException {
        assertThatThrownBy(() -> diff("--exit-code"))
                .isInstanceOfSatisfying(
                        ToolException.class, e -> assertThat(e.exitCode()).isEqualTo(3));
        assertThatThrownBy(() -> deploy("--dry-run", "--exit-code")).isInstanceOf(ToolException.class);
        assertThat(host.functions).isEmpty();
        deploy();
        assertThat(diff("--exit-code")).containsExactly("Nothing would change");
    }

    @Test
    void leavesTheAliasWhereItIsIfTheVersionDoesNotStart() throws IOException {
        deploy();
        kit.code("orders", "broken");
        host.broken.add("2");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::deploy)
                    .isInstanceOf(ToolException.class)
                    .hasMessageContaining("Version 2 does not start: exit status 1: no database")
                    .hasMessageEndingWith("1 of 1 functions could not be deployed");
            assertThat(host.functions.get("shop_orders").aliases.get("test")).containsEntry("FunctionVersion", "1");
        }
        assertThat(host.functions.get("shop_orders").versions).containsOnlyKeys(1, 2);
        assertThat(diff()).containsExactly("~ alias orders:test", "version: 1 -> 2");

        kit.code("orders", "mended");
        assertThat(deploy()).contains("• updated alias test         env=test function=orders version=3 was=1");
    }

    @Test
    void goesOnAfterADeploymentThatEndedAtAnyStep() throws IOException {
        deploy();
        for (String step : List.of(
                "PUT shop_orders/code",
                "PUT shop_orders/configuration",
                "POST shop_orders/versions",
                "PUT shop_orders/aliases/test")) {
            kit.code("orders", step);
            application("environment: {STEP: '" + step + "'}", "");
            host.fails = step;
            Object before =
                    host.functions.get("shop_orders").aliases.get("test").get("FunctionVersion");

            assertThatThrownBy(this::deploy).isInstanceOf(ToolException.class).hasMessageContaining("Out of order");
            assertThat(host.functions.get("shop_orders").aliases.get("test")).containsEntry("FunctionVersion", before);

            deploy();
            FakeLambda.Function made = host.functions.get("shop_orders");
            assertThat(made.aliases.get("test")).containsEntry("FunctionVersion", "" + made.last);
            assertThat(made.versions.get(made.last))
                    .containsEntry("Environment", Map.of("Variables", Map.of("STEP", step)))
                    .containsEntry("CodeSha256", made.latest.get("CodeSha256"));
            assertThat(diff()).containsExactly("Nothing would change");
        }
    }

    @Test
    void keepsVersionsThatAnAliasHasOrHadLately() throws IOException {
        application("environment: {TABLE: orders}", "retain: 2");
        deploy();
        kit.run(new PromoteCommand(), "test", "prod");
        for (int i = 2; i <= 9; i++) {
            kit.code("orders", "v" + i);
            deploy();
        }
        // prod has 1; test has 9 and had 8, 7 and 6.
        assertThat(host.functions.get("shop_orders").versions).containsOnlyKeys(1, 6, 7, 8, 9);
    }

    @Test
    void refusesWhatCouldNotRunBeforeItChangesAnything() throws IOException {
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  right: {code: orders, handler: com.acme.tool.Doubler::handle}
                  typo: {code: orders, handler: com.acme.Doubler}
                  old: {code: orders, handler: com.acme.tool.Doubler, runtime: java11}
                  logic: {code: orders, logic: com.acme.tool.Greeter}
                  unbuilt: {code: target/none.jar, handler: com.acme.tool.Doubler}
                  secret: {code: orders, handler: com.acme.tool.Doubler, secrets: {KEY: {env: NOT_SET}}}
                targets: {test: {host: "%s"}}
                """.formatted(host.url()));

        assertThatThrownBy(this::deploy)
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("functions.typo.handler names com.acme.Doubler, which is not in its code: did you"
                        + " mean com.acme.tool.Doubler?")
                .hasMessageContaining("is compiled for Java 17, which java11 does not run: set runtime: java17")
                .hasMessageContaining("functions.logic.logic names com.acme.tool.Greeter, which is not in its code")
                .hasMessageContaining("none.jar does not exist: build it")
                .hasMessageContaining("secrets.KEY is in the environment variable NOT_SET, which is not set")
                .hasMessageEndingWith("Nothing was changed");
        assertThat(host.functions).isEmpty();
    }

    @Test
    void sendsARightThatHasChanged() throws IOException {
        Path helper = kit.file("orders/helper", "run");
        deploy();
        assertThat(helper.toFile().setExecutable(true)).isTrue();

        assertThat(diff()).contains("~ helper 3 B -> 3 B, executable", "version: 1 -> 2");
        deploy();
        assertThat(diff()).containsExactly("Nothing would change");
        assertThat(helper.toFile().setExecutable(false)).isTrue();
        assertThat(diff()).contains("~ helper 3 B -> 3 B, not executable");
    }

    @Test
    void saysWhatAHostDoesNotDo() throws IOException {
        application("routes: [GET /orders]\n    settings: {max-contexts: 5, max-queue: 7}", "");

        assertThat(diff())
                .contains(
                        "! left out: functions.orders.routes: a host has no routes: set url: {} for a URL",
                        "! left out: functions.orders.settings.max-queue: a host has its own",
                        "environment.AWS_LAMBDA_MAX_CONCURRENCY: \"5\"");
    }

    @Test
    void deploysTheFunctionsThatAreNamed() throws IOException {
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  orders: {code: orders, handler: com.acme.tool.Doubler}
                  stock-a: {code: orders, handler: com.acme.tool.Doubler, as: stock}
                  stock-b: {code: orders, handler: com.acme.tool.Doubler}
                targets: {test: {host: "%s"}}
                """.formatted(host.url()));

        deploy("stock-*");

        assertThat(host.functions).containsOnlyKeys("stock", "shop_stock-b");
        assertThatThrownBy(() -> deploy("ordres"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("The function ordres of shop is unknown: did you mean orders?");
        assertThatThrownBy(() -> deploy("--target", "tset"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--target tset is unknown: did you mean test?");
    }

    @Test
    void deploysOtherLanguagesAsTheyAre() throws IOException {
        application("runtime: nodejs20.x", "");
        String file = Files.readString(folder.resolve("effe.yaml"));
        kit.file("effe.yaml", file.replace("com.acme.tool.Doubler::handle", "index.handler"));

        deploy();

        assertThat(host.functions.get("shop_orders").latest)
                .containsEntry("Handler", "index.handler")
                .containsEntry("Runtime", "nodejs20.x");
        assertThat(diff()).containsExactly("Nothing would change");
    }

    @Test
    void runsTheBuildOnceAndNotInADryRun() throws IOException {
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  a: {code: orders, handler: com.acme.tool.Doubler, build: echo built >> orders/text.txt}
                  b: {code: orders, handler: com.acme.tool.Doubler, build: echo built >> orders/text.txt}
                targets: {test: {host: "%s"}}
                """.formatted(host.url()));

        diff();
        assertThat(folder.resolve("orders/text.txt")).hasContent("one");
        deploy();
        assertThat(folder.resolve("orders/text.txt")).hasContent("onebuilt");
    }

    @Test
    void waitsWhereTheOtherSideIsBusy() throws IOException {
        host.busy = 1;

        assertThat(deploy()).last().isEqualTo("1 function deployed in …");
    }

    @Test
    void saysThatNoHostIsThere() throws IOException {
        host.close();

        assertThatThrownBy(this::deploy)
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("cannot be reached: is effe host running there?");
    }
}
