package dev.effe.tool.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.tool.deploy.DeployedFunction;
import dev.effe.tool.remote.AwsProfile;
import dev.effe.tool.remote.Endpoint;
import dev.effe.tool.remote.LambdaCalls;
import dev.effe.tool.remote.LambdaClient;
import dev.effe.tool.remote.LambdaFunctions;
import dev.effe.tool.remote.Pause;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lines that somebody types, at a host that is gone. */
@Timeout(60)
class TrialsTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void samples() throws IOException {
        Files.createDirectory(folder.resolve("events"));
        for (String name : List.of("b.json", "package.json", "a.txt", "events/orders-big.json", "events/x.json")) {
            Files.writeString(folder.resolve(name), "{}");
        }
    }

    private List<String> typed(String lines, String... functions) throws IOException {
        Endpoint gone = new Endpoint(URI.create("http://127.0.0.1:1"), "us-east-1", true, Optional.empty());
        LambdaCalls calls = new LambdaFunctions(LambdaClient.of(gone, new AwsProfile(Map.of()), Pause.REAL)).calls();
        Map<String, DeployedFunction> deployed = new TreeMap<>();
        for (String function : functions) {
            deployed.put(function, new DeployedFunction(calls, "shop_" + function, "live"));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Samples samples = Samples.beside(folder);
        new Trials(deployed, samples, new PrintStream(out, true, StandardCharsets.UTF_8))
                .read(new BufferedReader(new StringReader(lines)));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void areTheJsonFilesBesideAndInEvents() throws IOException {
        assertThat(Samples.beside(folder).files())
                .containsExactly(
                        folder.resolve("b.json"),
                        folder.resolve("events/orders-big.json"),
                        folder.resolve("events/x.json"));
        assertThat(Samples.beside(folder.resolve("none")).files()).isEmpty();
    }

    @Test
    void chooseTheFunction() throws IOException {
        String gone = ": http://127.0.0.1:1 cannot be reached: is effe host running there?";
        assertThat(typed("1\n2\n1\n3 stock\n1\n", "orders", "stock"))
                .containsExactly(
                        "Which function? 1 and one of orders, stock",
                        "orders" + gone,
                        "orders" + gone,
                        "stock" + gone,
                        "stock" + gone);
        assertThat(typed("1\n3 other\n", "stock"))
                .containsExactly("stock" + gone, "Which function? 3 and one of stock");
    }

    @Test
    void listTheSamplesForAllElse() throws IOException {
        for (String line : List.of("", "0", "4", "01", "99999999999", "x", "1 a b", "-1", "x".repeat(300))) {
            assertThat(typed(line + "\n", "orders"))
                    .startsWith("Samples: a number sends one; behind it the function, such as 1 orders")
                    .hasSize(4)
                    .contains("  1  " + folder.resolve("b.json"));
        }
        Files.delete(folder.resolve("b.json"));
        Files.delete(folder.resolve("events/orders-big.json"));
        Files.delete(folder.resolve("events/x.json"));
        assertThat(typed("1\n", "orders"))
                .containsExactly("No samples: put events as JSON files beside effe.yaml, or into events");
    }
}
