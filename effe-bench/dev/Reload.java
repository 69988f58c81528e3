import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Measures {@code effe dev}: the time from a save to the new answer, of a class and of one source among 20, the latter beside
 * {@code mvn quarkus:dev} in the same run; and 500 saves under load. Prints a table.
 *
 * <p>{@code java effe-bench/dev/Reload.java --effe COMMAND --api CLASSPATH [--maven MVN | --quarkus off] [--rounds 5] [--saves 500]}
 */
public final class Reload {

    private static final int SOURCES = 20;
    private static final int WARMUPS = 5;
    private static final int CLIENTS = 4;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private List<String> effe = List.of("effe-dist/target/effe/bin/effe");
    private String api = "effe-api/target/classes";
    private String maven = "./mvnw";
    private boolean quarkus = true;
    private int rounds = 5;
    private int saves = 500;
    private int saved;

    public static void main(String[] arguments) throws Exception {
        Reload reload = new Reload();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--effe" -> reload.effe = List.of(value.split(" "));
                case "--api" -> reload.api = value;
                case "--maven" -> reload.maven = value;
                case "--quarkus" -> reload.quarkus = !value.equals("off");
                case "--rounds" -> reload.rounds = Integer.parseInt(value);
                case "--saves" -> reload.saves = Integer.parseInt(value);
                default -> throw new IllegalArgumentException(arguments[i] + " is unknown");
            }
        }
        // Processes are started in other folders.
        reload.effe = reload.effe.stream().map(Reload::absolute).toList();
        reload.api = Stream.of(reload.api.split(File.pathSeparator))
                .map(Reload::absolute)
                .collect(Collectors.joining(File.pathSeparator));
        reload.run();
    }

    /** The whole path of a file that there is; another word as it is. */
    private static String absolute(String word) {
        Path path = Path.of(word);
        return Files.exists(path) ? path.toAbsolutePath().toString() : word;
    }

    /** A project, and the server of it. */
    private final class Peer implements AutoCloseable {

        final String name;
        final Path folder;
        final String head;
        final int port;
        Process process;
        final List<Double> seconds = new ArrayList<>();
        final List<Double> cpuSeconds = new ArrayList<>();

        Peer(String name, String head, int port) throws IOException {
            this.name = name;
            this.folder = Files.createTempDirectory("reload-" + name);
            this.head = head;
            this.port = port;
            for (int i = 1; i < SOURCES; i++) {
                write("Part" + i, part(i));
            }
            hello("0");
        }

        Path file(String type) {
            return folder.resolve("src/main/java/com/acme/" + type + ".java");
        }

        void write(String type, String text) throws IOException {
            Files.createDirectories(file(type).getParent());
            Files.writeString(file(type), text);
        }

        void hello(String text) throws IOException {
            write("Hello", head.replace("TEXT", text));
        }

        void start(String... command) throws Exception {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(folder.resolve("log.txt").toFile())
                    .start();
            await("0", System.nanoTime());
        }

        /** The seconds until it answers by a text. */
        double await(String text, long beganNanos) throws Exception {
            while (true) {
                try {
                    String answer = client.send(HttpRequest.newBuilder(uri()).build(), BodyHandlers.ofString())
                            .body();
                    double passed = (System.nanoTime() - beganNanos) / 1e9;
                    if (answer.startsWith("<" + text + ">")) {
                        return passed;
                    }
                } catch (IOException e) {
                    if (!process.isAlive()) {
                        throw new IOException(Files.readString(folder.resolve("log.txt")), e);
                    }
                    Thread.sleep(20);
                }
                if (System.nanoTime() - beganNanos > TimeUnit.MINUTES.toNanos(5)) {
                    throw new IOException(Files.readString(folder.resolve("log.txt")));
                }
            }
        }

        double saveSource() throws Exception {
            String text = Integer.toString(++saved);
            long began = System.nanoTime();
            hello(text);
            return await(text, began);
        }

        /** Saves, and books time and CPU. */
        void measure() throws Exception {
            double before = cpu();
            seconds.add(saveSource());
            cpuSeconds.add(cpu() - before);
        }

        /** The time of it and of all that it has started, which is the server where Maven starts it. */
        private double cpu() {
            return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                    .mapToDouble(each -> each.info()
                            .totalCpuDuration()
                            .map(passed -> passed.toNanos() / 1e9)
                            .orElse(0.0))
                    .sum();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + port + "/");
        }

        @Override
        public void close() throws Exception {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor();
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }

    /** A class of some 60 lines, which uses the one before. */
    private static String part(int number) {
        StringBuilder text = new StringBuilder("package com.acme;\n\nimport java.util.*;\n\nfinal class Part" + number + " {\n");
        for (int i = 0; i < 10; i++) {
            text.append("    static int m").append(i).append("(int x) {\n")
                    .append("        Map<String, Integer> seen = new TreeMap<>();\n")
                    .append("        for (int i = 0; i < x; i++) {\n            seen.merge(\"k\" + i % 7, i, Integer::sum);\n        }\n")
                    .append("        return seen.size()").append(number > 1 ? " + Part" + (number - 1) + ".m" + i + "(1)" : "")
                    .append(";\n    }\n");
        }
        return text + "}\n";
    }

    private static final String EFFE = """
            package com.acme;

            import dev.effe.Logic;
            import dev.effe.Request;
            import dev.effe.Response;

            public class Hello implements Logic<String> {
                @Override
                public String start() {
                    return "<TEXT>";
                }

                @Override
                public void run(String context, Request request, Response response) {
                    response.text(context + Part19.m0(3));
                }
            }
            """;

    private static final String QUARKUS = """
            package com.acme;

            import jakarta.ws.rs.GET;
            import jakarta.ws.rs.Path;

            @Path("/")
            public class Hello {
                @GET
                public String hello() {
                    return "<TEXT>" + Part19.m0(3);
                }
            }
            """;

    private static final String QUARKUS_POM = """
            <project><modelVersion>4.0.0</modelVersion>
            <groupId>com.acme</groupId><artifactId>peer</artifactId><version>1</version>
            <properties><maven.compiler.release>17</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
            <dependencyManagement><dependencies><dependency><groupId>io.quarkus.platform</groupId>
            <artifactId>quarkus-bom</artifactId><version>3.33.2</version><type>pom</type><scope>import</scope>
            </dependency></dependencies></dependencyManagement>
            <dependencies><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-rest</artifactId></dependency></dependencies>
            <build><plugins><plugin><groupId>io.quarkus.platform</groupId><artifactId>quarkus-maven-plugin</artifactId>
            <version>3.33.2</version><extensions>true</extensions><executions><execution><goals><goal>build</goal></goals>
            </execution></executions></plugin></plugins></build></project>
            """;

    private void run() throws Exception {
        try (Peer source = new Peer("source", EFFE, 20_591)) {
            start(source, "--class-path", api);
            if (quarkus) {
                try (Peer peer = new Peer("quarkus", QUARKUS, 20_592)) {
                    Files.writeString(peer.folder.resolve("pom.xml"), QUARKUS_POM);
                    peer.start(maven.contains("/") ? Path.of(maven).toAbsolutePath().toString() : maven, "-B", "quarkus:dev", "-Dquarkus.http.port=20592", "-Ddebug=false",
                            "-Dquarkus.analytics.disabled=true", "-Dquarkus.console.enabled=false");
                    sources(source, peer);
                }
            } else {
                sources(source);
            }
        }
        classes();
        if (saves > 0) {
            load();
        }
    }

    private void start(Peer peer, String... more) throws Exception {
        List<String> command = new ArrayList<>(effe);
        command.addAll(List.of("dev", ".", "--port", Integer.toString(peer.port)));
        command.addAll(Arrays.asList(more));
        peer.start(command.toArray(String[]::new));
    }

    private void sources(Peer... peers) throws Exception {
        for (Peer peer : peers) {
            for (int i = 0; i < WARMUPS; i++) {
                peer.saveSource();
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Peer peer : peers) {
                peer.measure();
            }
        }
        for (Peer peer : peers) {
            print("a source of " + SOURCES + ", " + peer.name, peer.seconds);
            print("  CPU of that", peer.cpuSeconds);
        }
        if (peers.length == 2) {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                ratios.add(peers[0].seconds.get(i) / peers[1].seconds.get(i));
            }
            System.out.printf(Locale.ROOT, "ratio, median of the rounds: %.2f%n", median(ratios));
        }
    }

    private void classes() throws Exception {
        try (Peer peer = new Peer("classes", EFFE, 20_593)) {
            Path classes = peer.folder.resolve("classes");
            compile(peer, classes);
            start(peer, "--build", "none", "--class-path", classes.toString());
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < WARMUPS + rounds; i++) {
                double passed = saveClass(peer, classes);
                if (i >= WARMUPS) {
                    seconds.add(passed);
                }
            }
            print("a class file", seconds);
        }
    }

    /** Compiles elsewhere, then puts the one class into its place. */
    private double saveClass(Peer peer, Path classes) throws Exception {
        String text = Integer.toString(++saved);
        peer.hello(text);
        Path made = peer.folder.resolve("made");
        compile(peer, made);
        byte[] bytes = Files.readAllBytes(made.resolve("com/acme/Hello.class"));
        long began = System.nanoTime();
        Files.write(classes.resolve("com/acme/Hello.class"), bytes);
        return peer.await(text, began);
    }

    private void compile(Peer peer, Path to) throws IOException {
        Files.createDirectories(to);
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-cp", api, "-d", to.toString()));
        try (Stream<Path> files = Files.walk(peer.folder.resolve("src"))) {
            files.filter(file -> file.toString().endsWith(".java")).map(Path::toString).forEach(arguments::add);
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("javac failed");
        }
    }

    private void load() throws Exception {
        try (Peer peer = new Peer("load", EFFE, 20_594)) {
            start(peer, "--class-path", api);
            for (int i = 0; i < 20; i++) {
                peer.saveSource();
            }
            long before = metaspaceKib(peer);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger good = new AtomicInteger();
            AtomicInteger failed = new AtomicInteger();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Thread thread = new Thread(() -> {
                    while (!over.get()) {
                        ask(peer, good, failed);
                    }
                });
                clients.add(thread);
                thread.start();
            }
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < saves; i++) {
                seconds.add(peer.saveSource());
            }
            while (good.get() + failed.get() < 100_000) {
                Thread.sleep(100);
            }
            over.set(true);
            for (Thread thread : clients) {
                thread.join();
            }
            print(saves + " saves under load", seconds);
            System.out.println("requests: " + good + " good, " + failed + " failed");
            jcmd(peer, "GC.run");
            Thread.sleep(1_000);
            jcmd(peer, "GC.run");
            long loaders = jcmd(peer, "VM.classloader_stats").lines()
                    .filter(line -> line.contains("FunctionClassLoader"))
                    .count();
            System.out.println("loaders of the function: " + loaders + "; metaspace: " + before + " KiB before, "
                    + metaspaceKib(peer) + " KiB after");
        }
    }

    private void ask(Peer peer, AtomicInteger good, AtomicInteger failed) {
        try {
            var answer = client.send(HttpRequest.newBuilder(peer.uri()).build(), BodyHandlers.ofString());
            if (answer.statusCode() == 200 && answer.body().matches("<[0-9]+>[0-9]+")) {
                good.incrementAndGet();
            } else {
                failed.incrementAndGet();
                System.out.println("failed: " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            failed.incrementAndGet();
            System.out.println("failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long metaspaceKib(Peer peer) throws Exception {
        return jcmd(peer, "GC.heap_info").lines()
                .filter(line -> line.contains("Metaspace"))
                .map(line -> line.replaceFirst(".*used ([0-9]+)K.*", "$1"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(-1);
    }

    private static String jcmd(Peer peer, String command) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(peer.process.pid()), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    private static void print(String what, List<Double> seconds) {
        double longest = seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        System.out.printf(Locale.ROOT, "%s: median %.3f s, longest %.3f s%n", what, median(seconds), longest);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
