package dev.effe.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.tool.Commands;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTPRoutes and the Ingress that {@code effe routes} prints are what Kubernetes takes. */
@Tag("once")
class PrintedRoutesTest {

    /** The pattern of Gateway API's own validation, for the value of a path. */
    private static final String PATH = "(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+";

    private static final int ROUTES = 300;

    @TempDir
    Path folder;

    private List<HasMetadata> print(String... arguments) throws IOException {
        String many = IntStream.range(0, ROUTES)
                .mapToObj(i -> "\"GET /many/r" + i + (i % 2 == 0 ? "" : "/{x}") + "\"")
                .collect(Collectors.joining(", "));
        Path file = Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions:
                  many: {code: none, routes: [%s]}
                  odd: {code: none, routes: ["* /Bj%%C3%%B6rn's:%%2A/{rest...}", "GET /", "POST /a/", "GET /b%%2Fc/{x}"]}
                """.formatted(many));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of("routes"));
        all.addAll(List.of(arguments));
        all.add(file.toString());
        new Commands().run(all, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        List<HasMetadata> resources = Manifests.parse(out.toString(StandardCharsets.UTF_8));
        assertThat(resources)
                .allSatisfy(resource -> assertThat(UnknownFields.of(resource)).isEmpty());
        assertThat(resources)
                .extracting(resource -> resource.getMetadata().getName())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"));
        return resources;
    }

    @Test
    void httpRoutesKeepToTheLimitsOfGatewayApi() throws IOException {
        List<HTTPRoute> routes = print("--httproute", "--host", "shop.example.com").stream()
                .map(HTTPRoute.class::cast)
                .toList();

        assertThat(routes).allSatisfy(route -> {
            List<HTTPRouteRule> rules = route.getSpec().getRules();
            assertThat(rules).hasSizeBetween(1, 16);
            assertThat(rules).allSatisfy(rule -> assertThat(rule.getMatches()).hasSizeBetween(1, 8));
            assertThat(route.getSpec().getHostnames()).containsExactly("shop.example.com");
            assertThat(route.getSpec().getParentRefs()).hasSize(1);
        });
        List<HTTPRouteMatch> matches = routes.stream()
                .flatMap(route -> route.getSpec().getRules().stream())
                .flatMap(rule -> rule.getMatches().stream())
                .toList();
        assertThat(matches).allSatisfy(match -> {
            assertThat(match.getPath().getType()).isIn("Exact", "PathPrefix");
            assertThat(match.getPath().getValue())
                    .matches(PATH)
                    .startsWith("/")
                    .doesNotContain("//", "/./", "/../", "%2f", "%2F", "#");
        });
        assertThat(matches).hasSize(ROUTES + 4 + 1);
        assertThat(routes)
                .extracting(route -> route.getMetadata().getName())
                .containsExactly("shop-odd", "shop-many", "shop-many-2", "shop-many-3", "shop");
    }

    @Test
    void healthAndCallsHaveNoBackend() throws IOException {
        List<HasMetadata> routes = print("--httproute");
        HTTPRoute last = (HTTPRoute) routes.get(routes.size() - 1);

        HTTPRouteRule rule = last.getSpec().getRules().get(0);
        assertThat(rule.getBackendRefs()).isEmpty();
        assertThat(rule.getMatches().get(0).getPath().getValue()).isEqualTo("/_effe");
        assertThat(last.getSpec().getHostnames()).isEmpty();
    }

    @Test
    void anIngressSaysOnlyWhatItsKindKnows() throws IOException {
        Ingress ingress =
                (Ingress) print("--ingress", "--host", "shop.example.com").get(0);

        assertThat(ingress.getSpec().getRules()).hasSize(1);
        assertThat(ingress.getSpec().getRules().get(0).getHost()).isEqualTo("shop.example.com");
        List<HTTPIngressPath> paths =
                ingress.getSpec().getRules().get(0).getHttp().getPaths();
        assertThat(paths).hasSize(ROUTES + 4).allSatisfy(path -> {
            assertThat(path.getPathType()).isIn("Exact", "Prefix");
            assertThat(path.getPath()).startsWith("/").doesNotContain("//", "/./", "/../", "%2f", "%2F");
            assertThat(path.getBackend().getService().getName()).isIn("many", "odd");
        });
    }
}
