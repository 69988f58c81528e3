package dev.effe.tool.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.effe.server.kit.Chromium;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolTester;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeCommandTest {

    private static final String SHOP = """
            effe: 1
            name: shop
            functions:
              orders:
                code: code
                routes: [POST /orders, "GET /orders/{id}"]
                calls: [stock]
                appends: [placed]
              stock: {code: code}
              report:
                code: code
                appends: [done]
                triggers: [{topic: placed}, {schedule: "0 3 * * *"}, {schedule: "30 2 29 2 *", zone: Europe/Berlin}]
              again: {code: code, appends: [placed], triggers: [{topic: done}]}
            topics: {placed: {}, done: {}}
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(folder.resolve("code"));
        file = Files.writeString(folder.resolve("effe.yaml"), SHOP);
    }

    private String describe(String... more) throws IOException {
        List<String> arguments = new java.util.ArrayList<>(List.of(file.toString()));
        arguments.addAll(List.of(more));
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        ToolTester.run(new DescribeCommand(), arguments, Map.of(), printed);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsAFlowchartOfMermaid() throws IOException {
        assertThat(describe().lines())
                .startsWith("flowchart LR", "  function0[\"orders\"]", "  route1([\"POST /orders\"])")
                .contains(
                        "  route1 --> function0",
                        "  function0 -->|calls| function3",
                        "  function0 -->|appends| topic4",
                        "  topic4 --> function5",
                        "  schedule6{{\"0 3 * * *\"}}",
                        "  schedule7{{\"30 2 29 2 * Europe/Berlin\"}}")
                .anyMatch(
                        line -> line.matches("%% report is due by 0 3 \\* \\* \\* UTC: (\\S+T03:00Z, ){2}\\S+T03:00Z"))
                .anyMatch(line -> line.matches(
                        "%% report is due by 30 2 29 2 \\* Europe/Berlin: (\\d+-02-29T02:30\\+01:00(, |$)){3}"));
    }

    @Test
    void printsNodesAndEdgesAsJson() throws IOException {
        JsonNode graph = new ObjectMapper().readTree(describe("--json"));
        assertThat(graph.get("name").asText()).isEqualTo("shop");
        JsonNode calls = graph.get("edges").get(2);
        assertThat(calls.get("kind").asText()).isEqualTo("calls");
        assertThat(graph.get("nodes").get(calls.get("to").asInt()).get("name").asText())
                .isEqualTo("stock");
        JsonNode schedule = graph.get("schedules").get(1);
        assertThat(schedule.get("function").asText()).isEqualTo("report");
        assertThat(schedule.get("schedule").asText()).isEqualTo("30 2 29 2 *");
        assertThat(schedule.get("zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(schedule.get("next")).hasSize(3);
    }

    /** A circle through topics too: it has columns all the same. */
    @Test
    void putsWhatRunsSomethingToTheLeftOfIt() {
        Graph.Node a = new Graph.Node(Graph.Kind.FUNCTION, "a");
        Graph.Node b = new Graph.Node(Graph.Kind.FUNCTION, "b");
        Graph.Node topic = new Graph.Node(Graph.Kind.TOPIC, "t");
        List<Graph.Edge> edges =
                List.of(new Graph.Edge(a, b, "calls"), new Graph.Edge(b, topic, ""), new Graph.Edge(topic, a, ""));
        Columns columns = new Columns(new Graph(List.of(a, b, topic), edges));
        assertThat(columns.slots()).containsExactly(List.of(a), List.of(b), List.of(topic));
        assertThat(edges).filteredOn(columns::isBack).containsExactly(edges.get(2));
    }

    /** An arrow over two columns has a slot of its own in the one between, so that it crosses no box. */
    @Test
    void leavesRoomForAnArrowPastAColumn() {
        Graph.Node a = new Graph.Node(Graph.Kind.FUNCTION, "a");
        Graph.Node b = new Graph.Node(Graph.Kind.FUNCTION, "b");
        Graph.Node c = new Graph.Node(Graph.Kind.FUNCTION, "c");
        Graph.Edge past = new Graph.Edge(a, c, "calls");
        List<Graph.Edge> edges = List.of(new Graph.Edge(a, b, "calls"), new Graph.Edge(b, c, "calls"), past);
        assertThat(new Columns(new Graph(List.of(a, b, c), edges)).slots())
                .containsExactly(List.of(a), List.of(b, past), List.of(c));
    }

    @Test
    void drawsAPageThatABrowserShows() throws Exception {
        Path page = folder.resolve("shop.html");
        assertThat(describe("-o", page.toString())).isEqualTo("Wrote " + page + "\n");
        assertThat(page).content().contains("GET /orders/{id}").doesNotContain("src=", "href=", "@import");

        Chromium.assumeInstalled();
        BufferedImage shown = new Chromium(folder).picture(page.toUri(), 1600);
        // The boxes of functions, topics and routes, each in its colour.
        for (int colour : new int[] {0xe3f5e1, 0xfff0d0, 0xdbe9ff}) {
            assertThat(Chromium.pixels(shown, colour)).isGreaterThan(5_000);
        }
    }

    @Test
    void saysWhatIsWrongInTheFile() throws IOException {
        Files.writeString(file, "effe: 1\nname: shop\n");
        assertThatThrownBy(this::describe)
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("(effe check says all that is wrong)");
    }
}
