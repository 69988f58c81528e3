package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.file.Sha256;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.deploy.plan.Live;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aliases that are moved, on a host and on AWS. */
@Timeout(60)
class MovesTest {

    @TempDir
    private Path folder;

    private @Nullable FakeLambda fake;

    private DeployKit deployed(boolean host, int versions) throws IOException {
        fake = FakeLambda.start(host);
        DeployKit kit = new DeployKit(folder);
        kit.environment.putAll(Map.of(
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_ENDPOINT_URL", fake.url()));
        String target = host
                ? "{host: \"" + fake.url() + "\", alias: prod}"
                : "{aws: {region: eu-west-1, role: \"arn:aws:iam::123456789012:role/lambda\"}, alias: prod}";
        kit.file(
                "effe.yaml",
                "effe: 1\nname: shop\nfunctions: {orders: {code: orders, handler: com.acme.tool.Doubler}}\n"
                        + "targets: {here: " + target + "}\n");
        for (int i = 1; i <= versions; i++) {
            kit.code("orders", "v" + i);
            kit.run(new DeployCommand());
        }
        return kit;
    }

    @AfterEach
    void stop() {
        if (fake != null) {
            fake.close();
        }
    }

    private Map<String, Object> alias(String name) {
        return fake.functions.get("shop_orders").aliases.get(name);
    }

    /** By AWS's words for a conflict, and by moto's. */
    @ParameterizedTest
    @ValueSource(strings = {"ResourceConflictException", "ConflictException"})
    void deploysToAwsAsToAHost(String conflict) throws IOException {
        DeployKit kit = deployed(false, 1);
        fake.conflict = conflict;
        kit.code("orders", "v2");
        String plan = String.join("\n", kit.run(new DiffCommand()));
        assertThat(plan).contains("~ function orders", "version: 1 -> 2", "~ alias orders:prod");
        kit.run(new DeployCommand());
        fake.changes.clear();

        assertThat(kit.run(new DeployCommand()))
                .contains(
                        "• code unchanged             env=here function=orders",
                        "• config unchanged           env=here function=orders",
                        "• alias prod unchanged       env=here function=orders version=2");
        assertThat(kit.run(new DiffCommand())).containsExactly("Nothing would change");
        assertThat(fake.changes).isEmpty();

        // Somebody gives an alias the version that a deployment is about to delete: it stays.
        kit.run(new AliasCommand(), "old", "--version", "1");
        assertThat(kit.place(fake).deleteVersion("shop_orders", "1")).isFalse();
        kit.run(new AliasCommand(), "old", "--delete");
        assertThat(kit.place(fake).deleteVersion("shop_orders", "1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rollsBackStepByStepAndNeverForward(boolean host) throws IOException {
        DeployKit kit = deployed(host, 3);

        assertThat(kit.run(new RollbackCommand()))
                .containsExactly("• rolled back prod           env=here function=orders version=2 was=3");
        assertThat(kit.run(new RollbackCommand())).last().asString().endsWith("version=1 was=2");
        assertThatThrownBy(() -> kit.run(new RollbackCommand()))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining(
                        "shop_orders:prod has no earlier version: name one by --to; its versions: 1, 2, 3")
                .hasMessageEndingWith("rollback failed for orders");
        assertThat(alias("prod")).containsEntry("FunctionVersion", "1");

        kit.code("orders", "v4");
        kit.run(new DeployCommand());
        kit.run(new RollbackCommand());
        assertThat(alias("prod")).containsEntry("FunctionVersion", "1");
        kit.run(new RollbackCommand(), "orders", "--to", "3");
        assertThat(alias("prod")).containsEntry("FunctionVersion", "3");
        assertThatThrownBy(() -> kit.run(new RollbackCommand(), "--to", "9")).hasMessageContaining("has no version 9");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void promotesTheVersionOfOneAliasToAnother(boolean host) throws IOException {
        DeployKit kit = deployed(host, 2);

        assertThat(kit.run(new PromoteCommand(), "prod", "stable"))
                .last()
                .asString()
                .endsWith("version=2 was=none");
        assertThat(kit.run(new PromoteCommand(), "prod", "stable"))
                .last()
                .asString()
                .contains("unchanged");
        kit.code("orders", "v3");
        kit.run(new DeployCommand());
        assertThat(alias("stable")).containsEntry("FunctionVersion", "2");
        assertThat(kit.run(new PromoteCommand(), "prod", "stable", "orders"))
                .containsExactly("• promoted to stable         env=here function=orders version=3 was=2");
        kit.run(new RollbackCommand(), "--alias", "stable");
        assertThat(alias("stable")).containsEntry("FunctionVersion", "2");
        assertThatThrownBy(() -> kit.run(new PromoteCommand(), "blue", "prod"))
                .hasMessageContaining("orders has no alias blue; its aliases: prod, stable");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deletesOnlyWhenItIsSaid(boolean host) throws IOException {
        DeployKit kit = deployed(host, 2);

        assertThatThrownBy(() -> kit.run(new DeleteCommand(), "orders"))
                .isInstanceOf(UsageException.class)
                .hasMessage("Nothing was deleted: --yes deletes what is listed");
        assertThat(fake.functions).containsKey("shop_orders");
        assertThatThrownBy(() -> kit.run(new DeleteCommand(), "--yes"))
                .hasMessage("Missing required parameter: '<function>'");
        assertThat(kit.run(new DeleteCommand(), "orders", "--yes"))
                .containsExactly("• deleted function           env=here function=orders name=shop_orders versions=2"
                        + " aliases=prod");
        assertThat(fake.functions).isEmpty();
        assertThatThrownBy(() -> kit.run(new DeleteCommand(), "ord*", "--yes"))
                .hasMessageContaining("shop_orders is not at")
                .hasMessageEndingWith("delete failed for orders");
    }

    @Test
    void buildsWhatADeploymentSends() throws IOException {
        DeployKit kit = deployed(true, 1);
        Path file = folder.resolve("orders.zip");

        List<String> printed = kit.run(new BuildCodeCommand(), "orders", "-o", file.toString());

        byte[] zip = Files.readAllBytes(file);
        String sha256 = Base64.getEncoder().encodeToString(Sha256.of(zip));
        assertThat(printed).singleElement().asString().endsWith("3 files, SHA-256 " + sha256);
        assertThat(kit.place(fake).find("shop_orders").orElseThrow().codeSha256())
                .isEqualTo(sha256);
        kit.run(new BuildCodeCommand(), "orders", "-o", file.toString());
        assertThat(file).hasBinaryContent(zip);
        assertThatThrownBy(() -> kit.run(new BuildCodeCommand(), "order", "-o", file.toString()))
                .hasMessageContaining("orders");
        assertThatThrownBy(() -> kit.run(
                        new BuildCodeCommand(),
                        "orders",
                        "-o",
                        folder.resolve("none/orders.zip").toString()))
                .isInstanceOf(ToolException.class)
                .hasMessageEndingWith("none/orders.zip does not exist");
    }

    @Test
    void leavesAnAliasWhereItIsIfAVersionDoesNotStart() throws IOException {
        DeployKit kit = deployed(true, 2);
        fake.broken.add("1");

        assertThatThrownBy(() -> kit.run(new AliasCommand(), "prod", "--version", "1"))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("Version 1 does not start: exit status 1: no database");
        assertThat(alias("prod")).containsEntry("FunctionVersion", "2");
    }

    @Test
    void cancelsAPromotionThatHasNotComeToItsEnd() throws IOException {
        DeployKit kit = deployed(true, 2);
        alias("prod").put("RoutingConfig", Map.of("AdditionalVersionWeights", Map.of("1", 0.1)));

        assertThat(kit.run(new AliasCommand(), "prod")).last().asString().endsWith("version=2, 10% 1");
        assertThat(kit.run(new RollbackCommand())).last().asString().endsWith("version=2 was=2, 10% 1");
        assertThat(alias("prod")).containsEntry("RoutingConfig", Map.of("AdditionalVersionWeights", Map.of()));
    }

    @Test
    void doesNotGuessWhereAnotherToolHasMovedAnAliasOnAws() throws IOException {
        DeployKit kit = deployed(false, 3);
        assertThat(alias("prod")).containsEntry("Description", "effe: 3 < 2 < 1");
        alias("prod").put("FunctionVersion", "1");

        assertThatThrownBy(() -> kit.run(new RollbackCommand()))
                .hasMessageContaining(
                        "Another tool has moved shop_orders:prod since effe did: name the version by --to");
        alias("prod").remove("Description");
        assertThatThrownBy(() -> kit.run(new RollbackCommand()))
                .hasMessageContaining("Effe has never moved shop_orders:prod: name the version by --to");
    }

    @Test
    void doesNotMoveAnAliasThatSomebodyElseIsMoving() throws IOException {
        DeployKit kit = deployed(true, 2);
        Live live = Live.read(kit.place(fake), "shop_orders");
        alias("prod").put("RevisionId", "r77");

        assertThatThrownBy(() -> new AliasMoves(kit.place(fake))
                        .move("shop_orders", live.aliases().get("prod"), "prod", "1"))
                .hasMessageContaining("PreconditionFailedException, 412");
    }

    @Test
    void listsFunctionsVersionsAndAliases() throws IOException {
        DeployKit kit = deployed(true, 2);
        kit.run(new AliasCommand(), "old", "--version", "1");

        assertThat(kit.run(new ListCommand()))
                .containsExactly(
                        "function  deployed as  handler                runtime  memory  aliases",
                        "orders    shop_orders  com.acme.tool.Doubler  java17   128 MB  old@1; prod@2");
        assertThat(kit.run(new VersionsCommand()))
                .hasSize(3)
                .satisfies(lines ->
                        assertThat(lines.get(1)).startsWith("orders    2").endsWith("prod"))
                .satisfies(lines ->
                        assertThat(lines.get(2)).startsWith("orders    1").endsWith("old"));
        assertThat(kit.run(new VersionsCommand(), "--json"))
                .singleElement()
                .asString()
                .contains("\"version\":\"2\"", "\"aliases\":[\"prod\"]");
        kit.run(new AliasCommand(), "old", "--delete");
        assertThat(fake.functions.get("shop_orders").aliases).containsOnlyKeys("prod");
    }

    @Test
    void waitsUntilAnUpdateOnAwsIsDone() throws IOException {
        DeployKit kit = deployed(false, 1);
        fake.slow = true;
        kit.code("orders", "v2");
        String file = Files.readString(folder.resolve("effe.yaml"));
        kit.file("effe.yaml", file.replace("Doubler}", "Doubler, memory: 256}"));

        kit.run(new DeployCommand());

        assertThat(fake.functions.get("shop_orders").versions.get(2)).containsEntry("MemorySize", 256);
        assertThat(alias("prod")).containsEntry("FunctionVersion", "2");
    }
}
