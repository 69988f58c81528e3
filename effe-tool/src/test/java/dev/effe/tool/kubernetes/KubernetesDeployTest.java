package dev.effe.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.deploy.AliasCommand;
import dev.effe.tool.deploy.DeleteCommand;
import dev.effe.tool.deploy.DeployCommand;
import dev.effe.tool.deploy.DeployKit;
import dev.effe.tool.deploy.DiffCommand;
import dev.effe.tool.deploy.ListCommand;
import dev.effe.tool.deploy.LogsCommand;
import dev.effe.tool.deploy.MetricsCommand;
import dev.effe.tool.deploy.PromoteCommand;
import dev.effe.tool.deploy.RollbackCommand;
import dev.effe.tool.deploy.VersionsCommand;
import dev.effe.tool.image.BaseLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a cluster, by the real kubectl. */
@Timeout(300)
@Tag("once")
class KubernetesDeployTest {

    private static final String SERVICES = "/api/v1/namespaces/shop/services/";
    private static final String SECRETS = "/api/v1/namespaces/shop/secrets/";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/shop/deployments/";

    @TempDir
    private Path folder;

    private FakeCluster cluster;
    private DeployKit kit;

    @BeforeEach
    void start() throws IOException {
        RealKubectl.assumeInstalled();
        cluster = FakeCluster.start();
        kit = new DeployKit(folder);
        kit.environment.put("KUBECONFIG", cluster.kubeconfig(folder).toString());
        BaseLayout.in(folder.resolve("base"));
        app("");
        kit.code("orders", "v1");
    }

    @AfterEach
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private void app(String keys) throws IOException {
        kit.file(
                "effe.yaml",
                "effe: 1\nname: shop\nretain: 3\nfunctions:\n  orders: {code: orders, handler: com.acme.tool.Doubler"
                        + keys + "}\ntargets: {k8s: {kubernetes: {context: fake, namespace: shop, image: \""
                        + cluster.registry() + "\", base: base}}}\n");
    }

    private Map<String, Object> part(String path, String... keys) {
        synchronized (cluster) {
            Map<String, Object> part = FakeCluster.map(cluster.resources.get(path));
            for (String key : keys) {
                part = FakeCluster.map(part.get(key));
            }
            return part;
        }
    }

    private Object versionOf(String alias) {
        return part(SERVICES + "shop-orders-" + alias, "spec", "selector").get("effe.dev/version");
    }

    private Object replicas(int version) {
        return part(DEPLOYMENTS + "shop-orders-effe-v" + version, "spec").get("replicas");
    }

    private List<String> deploy(String text) throws IOException {
        kit.code("orders", text);
        return kit.run(new DeployCommand());
    }

    @Test
    void deploysAVersionAndNothingTwice() throws IOException {
        assertThat(kit.run(new DiffCommand()))
                .contains(
                        "+ function orders", "version: 1", "handler: \"com.acme.tool.Doubler\"", "+ alias orders:live");
        assertThat(cluster.changes).isEmpty();

        List<String> lines = kit.run(new DeployCommand());

        assertThat(lines).contains("• published                  env=k8s function=orders version=1");
        assertThat(lines).contains("• created alias live         env=k8s function=orders version=1");
        assertThat(cluster.pushed).singleElement().asString().matches("team/shop-orders/manifests/[0-9a-f]{16}");
        String deployment = DEPLOYMENTS + "shop-orders-effe-v1";
        assertThat(part(deployment, "spec", "selector", "matchLabels"))
                .containsEntry("effe.dev/version", "v1")
                .containsEntry("app.kubernetes.io/instance", "shop-orders-effe");
        assertThat(String.valueOf(part(deployment, "spec", "template", "spec").get("containers")))
                .contains("image=" + cluster.registry() + "/shop-orders@sha256:")
                .contains("name=EFFE_MAX_CONTEXTS");
        assertThat(part(SERVICES + "shop-orders-live", "spec", "selector"))
                .isEqualTo(part(SERVICES + "shop-orders-effe-v1", "spec", "selector"));
        assertThat(cluster.resources.keySet())
                .contains("/apis/policy/v1/namespaces/shop/poddisruptionbudgets/" + "shop-orders-effe-v1");

        cluster.changes.clear();
        assertThat(kit.run(new DiffCommand())).containsExactly("Nothing would change");
        assertThat(kit.run(new DeployCommand()))
                .contains("• alias live unchanged       env=k8s function=orders version=1");
        assertThat(cluster.changes).isEmpty();
    }

    @Test
    void showsAndDeploysWhatHasChanged() throws IOException {
        deploy("v1");
        app(", memory: 512, environment: {TABLE: orders}");
        kit.code("orders", "version two");

        assertThat(kit.run(new DiffCommand()))
                .contains(
                        "version: 1 -> 2",
                        "+ environment.TABLE: \"orders\"",
                        "+ memory: \"512Mi\"",
                        "~ alias orders:live")
                .anySatisfy(line -> assertThat(line).matches("image: sha256:[0-9a-f]{12} -> sha256:[0-9a-f]{12}"));
        assertThat(kit.run(new DiffCommand(), "--json"))
                .singleElement()
                .asString()
                .contains("\"publishes\":true");
        kit.run(new DeployCommand());

        assertThat(String.valueOf(part(DEPLOYMENTS + "shop-orders-effe-v2", "spec", "template", "spec")
                        .get("containers")))
                .contains("memory=512Mi");
        assertThat(versionOf("live")).isEqualTo("v2");
        assertThat(kit.run(new ListCommand()))
                .last()
                .asString()
                .matches(
                        "orders +shop-orders +com.acme.tool.Doubler +java +512 MB +live@2 +http://shop-orders-live.shop");
        assertThat(kit.run(new VersionsCommand()))
                .hasSize(3)
                .satisfies(lines ->
                        assertThat(lines.get(1)).startsWith("orders    2").endsWith("live"));
    }

    @Test
    void findsAVersionAgain() throws IOException {
        deploy("v1");
        deploy("v2");
        cluster.changes.clear();

        assertThat(deploy("v1")).contains("• updated alias live         env=k8s function=orders version=1 was=2");

        assertThat(cluster.changes).noneMatch(change -> change.contains("-v3"));
        assertThat(part(SERVICES + "shop-orders-live", "metadata", "annotations"))
                .containsEntry("effe.dev/history", "1");
    }

    @Test
    void takesTheNextNumberOnceIfSomebodyElseHasTakenIt() throws IOException {
        deploy("v1");
        cluster.taken.add("shop-orders-effe-v2");

        assertThat(deploy("v2")).contains("• published                  env=k8s function=orders version=3");

        assertThat(versionOf("live")).isEqualTo("v3");
        assertThat(cluster.resources).doesNotContainKey(DEPLOYMENTS + "shop-orders-effe-v2");
    }

    @Test
    void keepsSecretsOutOfEverythingButASecret() throws IOException {
        kit.environment.put("SHOP_DB", "s3cret-value");
        app(", secrets: {DB_PASSWORD: {env: SHOP_DB}}");
        List<String> lines = kit.run(new DeployCommand());
        assertThat(part(SECRETS + "shop-orders-effe-v1", "data"))
                .containsEntry(
                        "DB_PASSWORD",
                        Base64.getEncoder().encodeToString("s3cret-value".getBytes(StandardCharsets.UTF_8)));
        String deployment = String.valueOf(part(DEPLOYMENTS + "shop-orders-effe-v1"));
        assertThat(deployment).contains("secretKeyRef").doesNotContain("s3cret");
        assertThat(lines).noneMatch(line -> line.contains("s3cret"));

        kit.environment.put("SHOP_DB", "another");
        assertThat(kit.run(new DiffCommand())).contains("secrets: (secret changed)", "version: 1 -> 2");
        kit.run(new DeployCommand());
        assertThat(kit.run(new DiffCommand())).containsExactly("Nothing would change");
        kit.environment.remove("SHOP_DB");
        cluster.changes.clear();
        assertThatThrownBy(() -> kit.run(new DeployCommand()))
                .hasMessageContaining("SHOP_DB, which is not set")
                .hasMessageEndingWith("Nothing was changed");
        assertThat(cluster.changes).isEmpty();
    }

    @Test
    void doesNotPromoteAVersionThatDoesNotStart() throws IOException {
        deploy("v1");
        kit.code("orders", "broken");
        String json = String.join("", kit.run(new DiffCommand(), "--json"));
        cluster.breaks(json.replaceFirst(".*@(sha256:[0-9a-f]{64}).*", "$1"));

        assertThatThrownBy(() -> kit.run(new DeployCommand()))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("Version 2 does not start: shop-orders-effe-v2-5d8f7c9b4-abcde: CrashLoopBackOff,"
                        + " exit code 1 (Error); the end of its log:")
                .hasMessageContaining("no database");

        assertThat(versionOf("live")).isEqualTo("v1");
        assertThat(replicas(2)).isEqualTo(0);
        assertThatThrownBy(() -> kit.run(new AliasCommand(), "prod", "--version", "2"))
                .hasMessageContaining("not start");
        assertThat(cluster.resources).doesNotContainKey(SERVICES + "shop-orders-prod");
    }

    @Test
    void doesNotStopAVersionThatClientsUse() throws IOException {
        deploy("v1");
        String json = String.join("", kit.run(new DiffCommand(), "--json"));
        cluster.breaks(json.replaceFirst(".*@(sha256:[0-9a-f]{64}).*", "$1"));

        assertThatThrownBy(() -> kit.run(new PromoteCommand(), "live", "prod")).hasMessageContaining("does not start");

        assertThat(cluster.resources).doesNotContainKey(SERVICES + "shop-orders-prod");
        assertThat(versionOf("live")).isEqualTo("v1");
        assertThat(replicas(1)).isEqualTo(2);
    }

    @Test
    void promotesAndRollsBackStepByStep() throws IOException {
        deploy("v1");
        kit.run(new PromoteCommand(), "live", "prod");
        deploy("v2");
        assertThat(versionOf("prod")).isEqualTo("v1");
        assertThat(kit.run(new PromoteCommand(), "live", "prod"))
                .containsExactly("• promoted to prod           env=k8s function=orders version=2 was=1");
        assertThat(kit.run(new RollbackCommand(), "--alias", "prod"))
                .containsExactly("• rolled back prod           env=k8s function=orders version=1 was=2");
        assertThat(versionOf("prod")).isEqualTo("v1");
        assertThatThrownBy(() -> kit.run(new RollbackCommand(), "--alias", "prod"))
                .hasMessageContaining("shop-orders:prod has no earlier version: name one by --to; its versions: 1, 2");

        synchronized (cluster) {
            Map<String, Object> selector = part(SERVICES + "shop-orders-prod", "spec", "selector");
            selector.put("effe.dev/version", "v2");
            Map<String, Object> spec = part(SERVICES + "shop-orders-prod", "spec");
            spec.put("selector", selector);
            cluster.resources.get(SERVICES + "shop-orders-prod").put("spec", spec);
        }
        assertThatThrownBy(() -> kit.run(new RollbackCommand(), "--alias", "prod"))
                .hasMessageContaining("Another tool has moved shop-orders:prod since effe did");
        kit.run(new AliasCommand(), "prod", "--version", "1");
        assertThatThrownBy(() -> kit.run(new PromoteCommand(), "live", "prod", "--steps", "10%"))
                .hasMessageContaining("A Service of Kubernetes leads to one version: promote without --steps");
        assertThat(versionOf("prod")).isEqualTo("v1");
    }

    @Test
    void stopsAndDeletesOldVersionsAndStartsThemAgain() throws IOException {
        deploy("v1");
        kit.run(new PromoteCommand(), "live", "old");
        for (int i = 2; i <= 6; i++) {
            deploy("v" + i);
        }
        // An alias leads to 1; of the newest three, 5 is where a rollback leads.
        assertThat(cluster.resources.keySet())
                .contains(DEPLOYMENTS + "shop-orders-effe-v1")
                .doesNotContain(DEPLOYMENTS + "shop-orders-effe-v2", SERVICES + "shop-orders-effe-v2");
        assertThat(replicas(1)).isEqualTo(2);
        assertThat(replicas(4)).isEqualTo(0);
        assertThat(replicas(5)).isEqualTo(2);

        Map<String, Object> spec = part(DEPLOYMENTS + "shop-orders-effe-v6", "spec");
        spec.put("replicas", 7); // The autoscaler's.
        synchronized (cluster) {
            cluster.resources.get(DEPLOYMENTS + "shop-orders-effe-v6").put("spec", spec);
        }
        kit.run(new RollbackCommand(), "--to", "4");

        assertThat(versionOf("live")).isEqualTo("v4");
        assertThat(replicas(4)).isEqualTo(7);
    }

    @Test
    void printsLogsAndDeletesAll() throws IOException {
        deploy("v1");
        assertThat(kit.run(new LogsCommand()))
                .containsExactly("2026-12-01T17:00:00.000000001Z shop-orders:1 no database");
        assertThatThrownBy(() -> kit.run(new MetricsCommand())).hasMessageContaining("Prometheus");
        assertThatThrownBy(() -> kit.run(new DeleteCommand(), "orders")).isInstanceOf(UsageException.class);
        assertThat(cluster.resources).isNotEmpty();
        kit.run(new DeleteCommand(), "orders", "--yes");
        assertThat(cluster.resources.keySet()).allMatch(path -> path.contains("/pods/"));
    }

    @Test
    void saysWhatItNeedsBeforeAnythingIsChanged() throws IOException {
        assertThatThrownBy(() -> kit.run(new DeployCommand(), "--alias", "Prod"))
                .hasMessageContaining("The alias Prod cannot be a Service of Kubernetes");
        app(", triggers: [{schedule: \"0 3 * * *\"}]");
        assertThatThrownBy(() -> kit.run(new DeployCommand())).hasMessageContaining("store: {kind: postgres");
        app(", as: Orders_1");
        assertThatThrownBy(() -> kit.run(new DeployCommand())).hasMessageContaining("name it otherwise by as");
        app("");
        kit.file("effe.yaml", Files.readString(folder.resolve("effe.yaml")).replace("context: fake", "context: none"));
        assertThatThrownBy(() -> kit.run(new DeployCommand()))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("kubectl config get-contexts lists them");
        app("");
        kit.file("effe.yaml", Files.readString(folder.resolve("effe.yaml")).replace(cluster.registry(), "shop"));
        assertThatThrownBy(() -> kit.run(new DeployCommand()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("kubernetes.image must be where images are pushed to");
        assertThat(cluster.changes).isEmpty();
        assertThat(cluster.pushed).isEmpty();
    }

    @Test
    void refusesANameThatAnotherApplicationHas() throws IOException {
        deploy("v1");
        String file = Files.readString(folder.resolve("effe.yaml"));
        kit.file(
                "effe.yaml",
                file.replace("name: shop", "name: store").replace("orders: {code", "orders: {as: shop-orders, code"));
        assertThatThrownBy(() -> kit.run(new DeployCommand()))
                .hasMessageContaining("The application shop has a function that is deployed as shop-orders already");
    }
}
