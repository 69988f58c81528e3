package dev.effe.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with a fault, each of which says in its first line which message is expected. */
class FaultyFilesTest {

    @TempDir
    Path folder;

    static List<String> names() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(faulty())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path faulty() throws URISyntaxException {
        return Path.of(FaultyFilesTest.class.getResource("faulty").toURI());
    }

    private List<String> errors(String yaml) throws IOException {
        Files.createDirectories(folder.resolve("orders"));
        AppCheck check = AppCheck.of(List.of(Files.writeString(folder.resolve("effe.yaml"), yaml)), List.of());
        assertThat(check.application()).isEmpty();
        return check.errors().stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachHasOneMessageWithFileLineColumnAndTheCure(String name) throws IOException, URISyntaxException {
        String yaml = Files.readString(faulty().resolve(name));
        String expected = yaml.lines().findFirst().orElseThrow().replaceFirst("^# ", "");

        assertThat(errors(yaml)).containsExactly(expected);
    }

    @Test
    void thereAreManyOfThem() throws IOException, URISyntaxException {
        assertThat(names()).hasSizeGreaterThan(60);
    }

    @Test
    void allThatIsWrongInAFileIsSaidAtOnceByPlace() throws IOException {
        assertThat(errors("""
                        effe: 2
                        name: Shop
                        functions:
                          orders:
                            code: orders.jar
                            rutes: [POST /orders]
                            calls: [stok, orders, price]
                            appends: [placd]
                            triggers:
                              - {schedule: "61 * * * *", missed: never}
                              - {topic: placed, concurrency: 0}
                            settings: {port: 8081, timeout: 10 s}
                            settings: {}
                            environment: {TABLE: !text orders}
                          price:
                            code: orders
                            calls: [orders]
                            memory: *memory
                        topics:
                          placed: {lanes: 0}
                        store: {kind: postgres}
                        targets: {test: {}}
                        """))
                .extracting(line -> line.replaceFirst("(effe.yaml:\\d+:\\d+: \\S+ \\S+).*", "$1"))
                .containsExactly(
                        "effe.yaml:1:7: effe must",
                        "effe.yaml:2:7: name must",
                        "effe.yaml:5:11: functions.orders.code names",
                        "effe.yaml:6:5: functions.orders.rutes is",
                        "effe.yaml:7:13: functions.orders.calls[0] names",
                        "effe.yaml:7:19: functions.orders.calls[1] is",
                        "effe.yaml:8:15: functions.orders.appends[0] names",
                        "effe.yaml:10:20: functions.orders.triggers[0].schedule has",
                        "effe.yaml:10:42: functions.orders.triggers[0].missed must",
                        "effe.yaml:11:38: functions.orders.triggers[1].concurrency must",
                        "effe.yaml:12:16: functions.orders.settings.port is",
                        "effe.yaml:12:37: functions.orders.settings.timeout must",
                        "effe.yaml:13:5: 'settings' is",
                        "effe.yaml:14:26: !text is",
                        "effe.yaml:17:13: functions.price.calls[0] makes",
                        "effe.yaml:18:13: *memory is",
                        "effe.yaml:20:19: topics.placed.lanes must",
                        "effe.yaml:21:1: store needs",
                        "effe.yaml:22:11: targets.test must");
    }

    @Test
    void aSecretIsNotSaid() throws IOException {
        assertThat(errors("""
                        effe: 1
                        name: shop
                        functions:
                          orders:
                            code: orders
                            secrets: {PASSWORD: swordfish}
                        store: {kind: postgres, url: "mysql://shop:swordfish@db"}
                        """)).hasSize(2).noneMatch(line -> line.contains("swordfish"));
    }
}
