package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deployments of functions with URLs, to a fake host and a fake AWS. */
@Timeout(60)
class UrlDeployTest {

    @TempDir
    private Path folder;

    private DeployKit kit(FakeLambda place, String url) throws IOException {
        DeployKit kit = new DeployKit(folder);
        kit.code("orders", "one");
        application(kit, place, url);
        return kit;
    }

    private static void application(DeployKit kit, FakeLambda place, String url) throws IOException {
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  orders:
                    code: orders
                    handler: com.acme.tool.Doubler::handle
                    %s
                targets:
                  test: {host: "%s", alias: test}
                """.formatted(url, place.url()));
    }

    private static List<String> deploy(DeployKit kit) throws IOException {
        return kit.run(new DeployCommand());
    }

    @Test
    void givesTheAliasAUrlAndThenChangesNothing() throws IOException {
        try (FakeLambda host = FakeLambda.start(true)) {
            DeployKit kit = kit(host, "url: {}");
            assertThat(kit.run(new DiffCommand())).contains("+ url orders:test");
            assertThat(deploy(kit))
                    .contains("• created url                env=test function=orders"
                            + " url=https://shop_orders--test.example/");
            assertThat(host.urls.configs.get("shop_orders:test"))
                    .containsEntry("AuthType", "NONE")
                    .containsEntry("Cors", Map.of());
            assertThat(deploy(kit)).contains("• url unchanged              env=test function=orders");
            assertThat(kit.run(new DiffCommand())).containsExactly("Nothing would change");
            assertThat(kit.run(new ListCommand()).get(1)).endsWith("https://shop_orders--test.example/");
        }
    }

    @Test
    void changesItsRulesAndLeavesWhatNobodyNames() throws IOException {
        try (FakeLambda host = FakeLambda.start(true)) {
            DeployKit kit = kit(host, "url: {}");
            deploy(kit);
            host.urls.configs.get("shop_orders:test").put("AuthType", "AWS_IAM"); // By hand.
            application(
                    kit,
                    host,
                    "url: {cors: {origins: [\"https://shop.example\"], methods: [PUT], headers: [X-A],"
                            + " max-age: 1m, credentials: on}}");

            assertThat(kit.run(new DiffCommand()))
                    .containsExactly(
                            "~ url orders:test",
                            "+ cors.AllowCredentials: true",
                            "+ cors.AllowHeaders: [X-A]",
                            "+ cors.AllowMethods: [PUT]",
                            "+ cors.AllowOrigins: [https://shop.example]",
                            "+ cors.MaxAge: 60");
            assertThat(String.join("\n", deploy(kit))).contains("updated url");
            Map<String, Object> config = host.urls.configs.get("shop_orders:test");
            assertThat(config).containsEntry("AuthType", "AWS_IAM");
            assertThat((Map<?, ?>) config.get("Cors")).hasSize(5);
            config.put(
                    "Cors",
                    Map.of(
                            "AllowHeaders", List.of("x-a"),
                            "AllowMethods", List.of("PUT"),
                            "AllowOrigins", List.of("https://shop.example"),
                            "ExposeHeaders", List.of(),
                            "MaxAge", 60,
                            "AllowCredentials", true));
            assertThat(kit.run(new DiffCommand())).containsExactly("Nothing would change");

            application(kit, host, "");
            assertThat(kit.run(new DiffCommand())).containsExactly("Nothing would change");
            assertThat(host.urls.configs).hasSize(1);
        }
    }

    @Test
    void letsAnybodyCallItOnAws() throws IOException {
        try (FakeLambda aws = FakeLambda.start(false)) {
            DeployKit kit = new DeployKit(folder);
            kit.code("orders", "one");
            kit.environment.put("AWS_ENDPOINT_URL", aws.url());
            kit.environment.put("AWS_ACCESS_KEY_ID", "key");
            kit.environment.put("AWS_SECRET_ACCESS_KEY", "secret");
            kit.file("effe.yaml", """
                    effe: 1
                    name: shop
                    functions:
                      orders: {code: orders, handler: "com.acme.tool.Doubler::handle", url: {}}
                    targets:
                      aws: {aws: {region: eu-west-1, role: "arn:aws:iam::123456789012:role/lambda"}}
                    """);
            assertThat(String.join("\n", deploy(kit))).contains("created url");
            assertThat(aws.urls.configs.keySet()).containsExactly("shop_orders:live");
            assertThat(aws.changes)
                    .filteredOn(change -> change.contains("policy"))
                    .containsExactly(
                            "POST shop_orders/policy?Qualifier=live", "POST shop_orders/policy?Qualifier=live");
        }
    }

    @Test
    void saysWhichStepFailed() throws IOException {
        try (FakeLambda host = FakeLambda.start(true)) {
            DeployKit kit = kit(host, "url: {}");
            host.urlsFail = true;
            assertThatThrownBy(() -> deploy(kit)).hasMessageContaining("creating url");
            host.urlsFail = false;
            assertThat(String.join("\n", deploy(kit))).contains("created url", "code unchanged");
        }
    }
}
