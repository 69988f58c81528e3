package dev.effe.tool.routes;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.server.Server;
import dev.effe.server.function.LoadedLogic;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import dev.effe.server.kit.RouteSamples;
import dev.effe.server.kit.Servers;
import dev.effe.tool.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real HAProxy with the printed configuration in front of three functions answers as one process does. */
@Tag("slow")
class HaproxyRoutesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The table that RoutesTest holds one process to. */
    private static final List<List<String>> TABLE = RouteSamples.table();

    private static final Map<String, List<String>> ROUTES = routesByFunction();
    private static final Map<String, Server> SERVERS = new LinkedHashMap<>();

    @TempDir
    static Path folder;

    private static Process haproxy;
    private static int port;

    private static Map<String, List<String>> routesByFunction() {
        Map<String, List<String>> routes = new LinkedHashMap<>();
        for (List<String> line : TABLE) {
            if (line.size() == 2) {
                String path = line.get(1).substring(line.get(1).indexOf(' ') + 1);
                String function = path.startsWith("/orders/{id}/") ? "lines" : path.split("/", -1)[1];
                String named = List.of("orders", "lines", "files").contains(function) ? function : "others";
                routes.computeIfAbsent(named, unknown -> new ArrayList<>()).add(line.get(1));
            }
        }
        return routes;
    }

    @BeforeAll
    static void start() throws Exception {
        Path program = program();
        StringBuilder yaml = new StringBuilder("effe: 1\nname: shop\nfunctions:\n");
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> function : ROUTES.entrySet()) {
            String name = function.getKey();
            yaml.append("  ").append(name).append(": {code: none, routes: [\"");
            yaml.append(String.join("\", \"", function.getValue())).append("\"]}\n");
            Server server = serve(name, function.getValue());
            SERVERS.put(name, server);
            variables.put(name.toUpperCase(Locale.ROOT), "127.0.0.1:" + server.port());
        }
        port = freePort();
        variables.put("BIND", "127.0.0.1:" + port);
        Path configuration = print(yaml.toString());
        haproxy = run(program, variables, "-db", "-f", configuration.toString());
        await().atMost(PATIENCE).until(() -> haproxy.isAlive() && isServed());
    }

    private static Server serve(String name, List<String> routes) throws Exception {
        Logic<?> shows = Logic.of((request, response) -> response.header("Function", name)
                .text(request.route().orElse("none") + " " + request.pathParameters()));
        return Servers.start(LoadedLogic.of(shows), "route", String.join("\n", routes));
    }

    private static Path print(String yaml) throws IOException {
        String file = Files.writeString(folder.resolve("effe.yaml"), yaml).toString();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        new Commands().run(List.of("routes", "--haproxy", file), Map.of(), print);
        return Files.write(folder.resolve("haproxy.cfg"), out.toByteArray());
    }

    private static Path program() {
        return Stream.of("/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/usr/bin/haproxy")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("haproxy is not installed: apt-get install haproxy"));
    }

    private static Process run(Path program, Map<String, String> variables, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        return builder.redirectOutput(folder.resolve("haproxy.log").toFile()).start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isServed() {
        try {
            return ask("GET", "/", "").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (haproxy != null) {
            haproxy.destroyForcibly();
        }
        SERVERS.values().forEach(Server::close);
    }

    private static HttpAnswer ask(String method, String target, String fields) throws IOException {
        // Another host than that of the target is refused by HAProxy.
        String host = target.startsWith("http://") ? target.split("/", -1)[2] : "a";
        try (RawClient client = new RawClient(port)) {
            return client.send(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n")
                    .read(method);
        }
    }

    static Stream<List<String>> requests() {
        return TABLE.stream().filter(line -> line.size() == 4);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void answersAsOneProcessDoes(List<String> request) throws IOException {
        HttpAnswer answer = ask(request.get(0), request.get(1), "");
        int status = Integer.parseInt(request.get(2));

        assertThat(answer.status()).isEqualTo(status);
        if (status == 200) {
            String shown = answer.text();
            assertThat(shown).isEqualTo(request.get(3));
            assertThat(shown.isEmpty()
                            || ROUTES.get(answer.header("Function")).stream().anyMatch(shown::startsWith))
                    .isTrue();
        } else if (status == 404) {
            assertThat(answer.text()).contains("No route has this path");
        } else {
            assertThat(answer.header("Allow")).isEqualTo(request.get(3));
        }
    }

    @Test
    void keepsHealthAndCallsFromClients() throws IOException {
        for (String path : List.of("/_effe", "/_effe/livez", "/%5feffe/livez", "/_effe/call/orders/")) {
            assertThat(ask("GET", path, "").status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void answersOptionsOfTheWholeServer() throws IOException {
        HttpAnswer answer = ask("OPTIONS", "*", "");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
    }

    @Test
    void refusesABadEscape() throws IOException {
        assertThat(ask("GET", "/orders/%zz", "").status()).isEqualTo(400);
    }

    @Test
    void theConfigurationIsWithoutFault() throws Exception {
        Process check = new ProcessBuilder(
                        program().toString(),
                        "-c",
                        "-f",
                        folder.resolve("haproxy.cfg").toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
    }
}
