package dev.effe.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.app.Application.Topic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppCheckTest {

    /** Every key of the format, with another value than its default. */
    private static final String EVERY_KEY = """
            effe: 1
            name: shop
            retain: 5
            functions:
              orders:
                code: [orders, ./orders]
                handler: com.acme.Orders::handle
                address: https://orders.example:8443
                routes: [POST /orders, "GET /orders/{id}"]
                calls: [stock]
                appends: [placed]
                settings: {max-contexts: 50, timeout: 10s, layer: "one.zip,two", on-failure: "file:/var/dead"}
                set: {currency: EUR, "db.url": on}
                envelope: on
                environment: {TABLE: orders}
                secrets: {PASSWORD: {env: SHOP_PASSWORD}, CERTIFICATE: {file: secret/c.pem}}
                memory: 512
                runtime: java21
                build: ./mvnw -q package
                as: shop-orders
                url: {cors: {origins: ["https://shop.example"], max-age: 1h, credentials: on}}
              stock:
                code: orders
                logic: com.acme.Stock
                settings: {max-contexts: 50}
                triggers:
                  - {topic: placed, from: earliest, group: g, order: none, concurrency: 32, retries: 5, retry-delay: 2s, replay: refuse}
                  - {schedule: "0 3 * * MON-FRI", zone: Europe/Berlin, missed: skip}
            topics:
              placed: {lanes: 8, retention: 7d, max-event: 2MiB}
            store: {kind: postgres, url: "jdbc:postgresql://db/shop", user: shop, password-file: pw, schema: s}
            settings: {port: 8081, admin-port: 9090, tls-cert: cert.pem, tls-key: key.pem}
            targets:
              local: {host: "http://localhost:7070"}
              two: {endpoints: ["https://a.example", "https://b.example"], alias: test}
              aws: {aws: {region: eu-west-1, role: "arn:aws:iam::123456789012:role/lambda"}}
              k8s: {kubernetes: {context: prod, namespace: shop, image: registry.example.com/shop}}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void makeCode() throws IOException {
        Files.createDirectories(folder.resolve("orders"));
    }

    private AppCheck check(String yaml, String... only) throws IOException {
        return AppCheck.of(List.of(Files.writeString(folder.resolve("effe.yaml"), yaml)), List.of(only));
    }

    private static FunctionEntry function(AppCheck check, String name) {
        return check.application().orElseThrow().functions().get(name);
    }

    private List<String> messages(List<String> lines) {
        return lines.stream().map(line -> line.replace(folder + "/", "")).toList();
    }

    @Test
    void readsEveryKeyOfAFunction() throws IOException {
        AppCheck check = check(EVERY_KEY);
        assertThat(check.errors()).isEmpty();
        FunctionEntry orders = function(check, "orders");

        assertThat(orders.program().code()).extracting(Mention::text).containsExactly(path("orders"), path("orders"));
        assertThat(orders.program().handler()).contains("com.acme.Orders::handle");
        assertThat(orders.program().address()).contains(URI.create("https://orders.example:8443"));
        assertThat(orders.program().envelope()).contains(true);
        assertThat(orders.links().routes())
                .extracting(Mention::text)
                .containsExactly("POST /orders", "GET /orders/{id}");
        assertThat(orders.links().calls()).extracting(Mention::text).containsExactly("stock");
        assertThat(orders.links().appends()).extracting(Mention::text).containsExactly("placed");
        assertThat(orders.values().settings().get("max-contexts").text()).isEqualTo("50");
        assertThat(orders.values().settings().get("layer").text()).isEqualTo(path("one.zip") + "," + path("two"));
        assertThat(orders.values().settings().get("on-failure").text()).isEqualTo("file:/var/dead");
        assertThat(orders.values().set()).containsEntry("currency", "EUR").containsEntry("db.url", "on");
        assertThat(orders.values().environment().get("TABLE").text()).isEqualTo("orders");
        assertThat(orders.values().secrets().get("PASSWORD").variable()).contains("SHOP_PASSWORD");
        assertThat(orders.values().secrets().get("CERTIFICATE").file()).contains(folder.resolve("secret/c.pem"));
        assertThat(orders.deployment().memoryMb()).hasValue(512);
        assertThat(orders.deployment().runtime().orElseThrow().text()).isEqualTo("java21");
        assertThat(orders.deployment().build()).contains("./mvnw -q package");
        assertThat(orders.deployment().as()).contains("shop-orders");
        assertThat(orders.deployment().url().orElseThrow().cors())
                .containsEntry("origins", List.of("https://shop.example"))
                .containsEntry("max-age", List.of("3600s"))
                .containsEntry("credentials", List.of("on"));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void readsEveryKeyOfTheRest() throws IOException {
        AppCheck check = check(EVERY_KEY);
        Application application = check.application().orElseThrow();

        assertThat(application.name()).isEqualTo("shop");
        assertThat(application.retain()).isEqualTo(5);
        assertThat(function(check, "stock").program().logic()).contains("com.acme.Stock");
        assertThat(function(check, "stock").links().triggers().get(0))
                .isInstanceOfSatisfying(Trigger.OfTopic.class, trigger -> {
                    assertThat(trigger)
                            .extracting("group", "from", "ordered", "concurrency", "retries", "retryDelay", "replay")
                            .containsExactly("g", "earliest", false, 32, 5, Duration.ofSeconds(2), false);
                });
        assertThat(function(check, "stock").links().triggers().get(1))
                .isInstanceOfSatisfying(Trigger.OfSchedule.class, trigger -> {
                    assertThat(trigger.source().text()).isEqualTo("0 3 * * MON-FRI");
                    assertThat(trigger.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
                    assertThat(trigger.catchUp()).isFalse();
                });
        Topic placed = application.topics().get("placed");
        assertThat(placed)
                .extracting(Topic::lanes, Topic::retention, Topic::maxEventBytes)
                .containsExactly(8, "7d", 2 << 20);
        Store store = application.store().orElseThrow();
        assertThat(store.kind()).isEqualTo(Store.Kind.POSTGRES);
        assertThat(store.server()).contains("jdbc:postgresql://db/shop");
        assertThat(store.login().user()).contains("shop");
        assertThat(store.login().passwordFile()).contains(folder.resolve("pw"));
        assertThat(store.schema()).isEqualTo("s");
        assertThat(application.settings().get("port").text()).isEqualTo("8081");
        assertThat(application.settings().get("tls-cert").text()).isEqualTo(path("cert.pem"));
        assertThat(application.targets().get("two").hosts())
                .containsExactly(URI.create("https://a.example"), URI.create("https://b.example"));
        assertThat(application.targets().get("two").alias()).contains("test");
        assertThat(application.targets().get("aws").aws()).containsEntry("region", "eu-west-1");
        assertThat(application.targets().get("k8s").kubernetes()).containsEntry("namespace", "shop");
    }

    @Test
    void whatIsNotWrittenHasItsDefault() throws IOException {
        AppCheck check = check("""
                effe: 1
                name: a
                functions:
                  orders: {code: orders, triggers: [{topic: t}, {schedule: "* * * * *"}]}
                topics: {t: {}}
                """);
        FunctionEntry orders = function(check, "orders");
        Application application = check.application().orElseThrow();

        assertThat(check.warnings()).isEmpty();
        assertThat(application.retain()).isEqualTo(10);
        assertThat(application.storeKind()).isEqualTo(Store.Kind.FILE);
        assertThat(application.topics().get("t"))
                .extracting(Topic::lanes, Topic::retention, Topic::maxEventBytes)
                .containsExactly(16, "forever", 1 << 20);
        assertThat(orders.program().envelope()).isEmpty();
        assertThat(orders.deployment().memoryMb()).isEmpty();
        assertThat(orders.links().triggers().get(0))
                .extracting("group", "from", "ordered", "concurrency", "retries", "retryDelay", "replay")
                .containsExactly("orders", "latest", true, 16, 10, Duration.ofSeconds(1), true);
        assertThat(orders.links().triggers().get(1))
                .extracting("zone", "catchUp")
                .containsExactly(ZoneId.of("UTC"), true);
    }

    @Test
    void aNameHasAtMost39Characters() throws IOException {
        String longest = "a" + "-9".repeat(19);

        assertThat(check("effe: 1\nname: " + longest + "\nfunctions: {orders: {code: orders}}")
                        .errors())
                .isEmpty();
        assertThat(check("effe: 1\nname: " + longest + "x\nfunctions: {orders: {code: orders}}")
                        .errors())
                .hasSize(1);
    }

    @Test
    void settingsMustGoTogetherAlsoWithThoseAtTheTop() throws IOException {
        String yaml = """
                effe: 1
                name: a
                functions:
                  orders: {code: orders, settings: {min-contexts: %s}}
                settings: {max-contexts: 2}
                """;

        assertThat(check(yaml.formatted("2")).errors()).isEmpty();
        assertThat(messages(check(yaml.formatted("3")).errors()))
                .containsExactly(
                        "effe.yaml:4:3: functions.orders.settings: min-contexts must be at most max-contexts, but they are 3"
                                + " (file effe.yaml:4:51) and 2 (file effe.yaml:5:26)");
        assertThat(messages(check("effe: 1\nname: a\nfunctions: {f: {code: orders}}\nsettings: {tls-cert: c.pem}")
                        .errors()))
                .containsExactly("effe.yaml:4:22: settings: tls-cert (file effe.yaml:4:22) needs tls-key too");
    }

    @Test
    void onlyNamesFunctionsOfTheFile() throws IOException {
        AppCheck check = check("effe: 1\nname: a\nfunctions: {orders: {code: orders}}", "ordres");

        assertThat(messages(check.errors()))
                .containsExactly("effe.yaml: --only ordres is unknown: did you mean orders? Known: orders");
    }

    @Test
    void onlyTheCodeOfHostedFunctionsMustBeThere() throws IOException {
        String yaml = "effe: 1\nname: a\nfunctions: {orders: {code: orders}, stock: {code: stock}}";

        assertThat(messages(check(yaml).errors()))
                .containsExactly(
                        "effe.yaml:3:51: functions.stock.code names stock, which does not exist: build it, or mend the path");
        AppCheck only = check(yaml, "orders");
        assertThat(only.errors()).isEmpty();
        assertThat(only.hosted()).extracting(FunctionEntry::name).containsExactly("orders");
    }

    @Test
    void filesAreAStoreForOneProcessOnly() throws IOException {
        String yaml = """
                effe: 1
                name: a
                functions:
                  orders: {code: orders, appends: [placed]}
                  report: {code: orders, triggers: [{topic: placed}]}
                  other: {code: orders}
                topics: {placed: {}}
                """;

        assertThat(check(yaml).errors()).isEmpty();
        assertThat(check(yaml, "orders", "report").errors()).isEmpty();
        assertThat(check(yaml, "other").errors()).isEmpty();
        assertThat(messages(check(yaml, "report").errors()))
                .containsExactly(
                        "effe.yaml:4:36: functions.orders.appends[0] is kept in files, which belong to one process, but"
                                + " with --only orders appends to it in one and report is triggered in another: host both in one,"
                                + " or name a store of kind postgres or kafka");
        String kafka = yaml + "store: {kind: kafka, brokers: \"kafka:9092\"}\n";
        assertThat(check(kafka, "report").errors()).isEmpty();
    }

    @Test
    void everyCycleOfCallsIsShownOnce() throws IOException {
        assertThat(messages(check("""
                                effe: 1
                                name: a
                                functions:
                                  a: {code: orders, calls: [b]}
                                  b: {code: orders, calls: [a, d]}
                                  c: {code: orders, calls: [b]}
                                  d: {code: orders, calls: [e]}
                                  e: {code: orders, calls: [f]}
                                  f: {code: orders, calls: [d]}
                                  g: {code: orders}
                                """).errors()))
                .hasSize(2)
                .anyMatch(line ->
                        line.startsWith("effe.yaml:5:29: functions.b.calls[0] makes a cycle of calls, a → b → a,"))
                .anyMatch(line ->
                        line.startsWith("effe.yaml:9:29: functions.f.calls[0] makes a cycle of calls, d → e → f → d,"));
    }

    @Test
    void callsWithoutACycleAreFine() throws IOException {
        assertThat(check("""
                        effe: 1
                        name: a
                        functions:
                          a: {code: orders, calls: [b, c, d]}
                          b: {code: orders, calls: [d]}
                          c: {code: orders, calls: [b, d]}
                          d: {code: orders}
                        """).errors()).isEmpty();
    }

    @Test
    void warnsWhereACalleeHasFewerContextsThanItsCaller() throws IOException {
        String yaml = """
                effe: 1
                name: a
                functions:
                  a: {code: orders, calls: [b], settings: {max-contexts: 50}}
                  b: {code: orders, settings: {max-contexts: %s}}
                """;

        assertThat(check(yaml.formatted("50")).warnings()).isEmpty();
        AppCheck fewer = check(yaml.formatted("49"));
        assertThat(fewer.application()).isPresent();
        assertThat(messages(fewer.warnings()))
                .containsExactly(
                        "effe.yaml:4:29: warning: functions.a.calls[0]: b has max-contexts 49, fewer than the 50 of a, whose"
                                + " calls then wait for each other");
    }

    @Test
    void errorsNameTheFileThatAValueIsOf() throws IOException {
        Path base = Files.writeString(
                folder.resolve("effe.yaml"),
                "effe: 1\nname: a\nfunctions:\n  orders:\n    code: orders\n    memory: 1\n    settings: {timeout: 0s}\n");
        Path test = Files.writeString(
                folder.resolve("effe.test.yaml"), "functions:\n  orders:\n    memory: 512\n    retain: 3\nretain: 0\n");

        assertThat(messages(AppCheck.of(List.of(base, test), List.of()).errors()))
                .extracting(line -> line.replaceFirst("(: \\S+ \\S+).*", "$1"))
                .containsExactly(
                        "effe.yaml:7:25: functions.orders.settings.timeout must",
                        "effe.test.yaml:4:5: functions.orders.retain is",
                        "effe.test.yaml:5:9: retain must");
    }
}
