package dev.effe.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.tool.Desk;
import com.acme.tool.Ordering;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolTester;
import dev.effe.tool.deploy.DeployKit;
import dev.effe.tool.deploy.TemplateCommand;
import dev.effe.tool.image.BaseLayout;
import dev.effe.tool.image.ImageCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code effe template kubernetes}, rendered by the real kubectl where there is one. */
@Timeout(120)
class KubernetesTemplateTest {

    @TempDir
    private Path folder;

    private DeployKit kit;

    @BeforeEach
    void write() throws IOException {
        kit = new DeployKit(folder);
        BaseLayout.in(folder.resolve("layout"));
        kit.code("orders", "v1");
        kit.code("base", "v1");
        file("layout");
    }

    private void file(String base) throws IOException {
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  orders: {code: orders, handler: com.acme.tool.Doubler, memory: 256, secrets: {DB_PASSWORD: {env: SHOP_DB}},
                    url: {}, settings: {max-contexts: 7}}
                  base: {code: base, handler: com.acme.tool.Doubler}
                targets: {k8s: {kubernetes: {namespace: shop, image: registry.example.com/team, base: %s}}}
                """.formatted(base));
    }

    private List<String> template() throws IOException {
        return kit.run(
                new TemplateCommand(), "kubernetes", "-o", folder.resolve("out").toString());
    }

    @Test
    void writesOverlaysAndSaysWhatTheyNeed() throws Exception {
        List<String> lines = template();

        String digest = digestByImageCommand();
        assertThat(lines)
                .contains("orders needs the image registry.example.com/team/shop-orders@" + digest)
                .contains("orders needs the Secret shop-orders-secrets with DB_PASSWORD")
                .anyMatch(line -> line.startsWith("Left out: functions.orders.url: Kubernetes gives no URLs"));
        assertThat(folder.resolve("out/orders/kustomization.yaml")).content().contains("digest: " + digest);
        assertThat(folder.resolve("out/base/kustomization.yaml")).content().contains("namePrefix: shop-base-");

        String rendered = rendered();
        assertThat(rendered)
                .contains("image: registry.example.com/team/shop-orders@" + digest)
                .contains("app.kubernetes.io/instance: shop-orders-effe", "app.kubernetes.io/instance: shop-base-effe")
                .contains("memory: 256Mi", "namespace: shop", "secretKeyRef")
                .doesNotContain("part-of: effe");
        assertThat(rendered.split("name: EFFE_MAX_CONTEXTS", -1)).hasSize(2); // The base's, of the other function.
        template();
        assertThat(rendered()).isEqualTo(rendered);
    }

    /** The digest that {@code effe image} gives. */
    private String digestByImageCommand() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> arguments = List.of(
                folder.resolve("effe.yaml").toString(),
                "-o",
                folder.resolve("images").toString(),
                "--base",
                folder.resolve("layout").toString());
        ToolTester.run(new ImageCommand(), arguments, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("orders: wrote"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*@", "");
    }

    /** Skips the rest where there is none. */
    private String rendered() throws IOException, InterruptedException {
        RealKubectl.assumeInstalled();
        Process kubectl = new ProcessBuilder(
                        "kubectl", "kustomize", folder.resolve("out").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String rendered = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kubectl.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(kubectl.exitValue()).isZero();
        return rendered;
    }

    @Test
    void letsFunctionsThatCallEachOtherReachEachOther() throws IOException {
        kit.classes("desk", Desk.class);
        kit.classes("ordering", Ordering.class);
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  desk: {code: desk}
                  ordering: {code: ordering, calls: [desk]}
                targets: {k8s: {kubernetes: {image: localhost:5000, base: layout}}}
                """);
        assertThat(template()).anyMatch(line -> line.startsWith("desk needs the Secret shop-call-token with token"));
        assertThat(folder.resolve("out/ordering/deployment.yaml"))
                .content()
                .contains("name: EFFE_URL_DESK", "value: http://shop-desk-effe", "secretName: shop-call-token");
        assertThat(folder.resolve("out/ordering/networkpolicy.yaml")).content().contains("values: [\"shop\"]");
        assertThat(folder.resolve("out/desk/networkpolicy.yaml")).doesNotExist();
    }

    /** In YAML {@code on} and {@code NO} are true and false. */
    @Test
    void takesNamesThatMeanSomethingInYaml() throws Exception {
        kit.file("effe.yaml", """
                effe: 1
                name: on
                functions:
                  orders: {code: orders, handler: com.acme.tool.Doubler, secrets: {NO: {env: SHOP_DB}}}
                targets: {k8s: {kubernetes: {namespace: off, image: localhost:5000, base: layout}}}
                """);
        template();

        assertThat(rendered()).contains("part-of: \"on\"", "namespace: \"off\"", "name: \"NO\"", "key: \"NO\"");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThatThrownBy(() -> kit.run(new TemplateCommand(), "helm", "-o", "out"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("There is no template for helm");
        assertThatThrownBy(() -> kit.run(new TemplateCommand(), "kubernetes", "-o", "out", "--target", "test"))
                .hasMessageStartingWith("effe.yaml has no target test on Kubernetes");
        file("none.tar");
        assertThatThrownBy(this::template).hasMessageContaining("There is no base image at");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
