package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.shop.Asking;
import com.acme.shop.Hanging;
import com.acme.shop.Orders;
import com.acme.shop.Stock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions of effe.yaml in real processes. */
class AppIT {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeFunctions() throws IOException {
        new FunctionJar().add(Orders.class).jar(folder.resolve("orders.jar"));
        new FunctionJar().add(Stock.class).folder(folder.resolve("stock"));
        file = Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions:
                  orders:
                    code: orders.jar
                    routes: ["GET /orders/{id}"]
                    environment: {SHOP_TABLE: orders_v2}
                  stock:
                    code: stock
                    routes: [GET /stock]
                settings: {port: 0, admin-port: 0}
                """);
    }

    private EffeProcess start(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--app";
        all[1] = file.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return EffeProcess.in(folder).start(all);
    }

    @Test
    void areServedByOneProcess() {
        try (EffeProcess effe = start()) {
            effe.ready();

            assertThat(effe.get("/orders/7").body()).isEqualTo("order {id=7} in none, orders_v2\n");
            assertThat(effe.get("/stock").body()).startsWith("stock within ");
            assertThat(effe.getAdmin("/metrics").body()).contains("function=\"orders\"", "function=\"stock\"");
            assertThat(effe.term().exitCode()).isZero();
            assertThat(effe.output()).contains("Main - Serving orders, stock of shop on port ");
        }
    }

    @Test
    void areServedByAProcessEach() {
        try (EffeProcess orders = start("--only", "orders");
                EffeProcess stock = start("--only", "stock")) {
            orders.ready();
            stock.ready();

            assertThat(orders.get("/orders/7").statusCode()).isEqualTo(200);
            assertThat(orders.get("/stock").statusCode()).isEqualTo(404);
            assertThat(stock.get("/stock").statusCode()).isEqualTo(200);
        }
    }

    /** Not after its timeout: the connection tells of the end. */
    @Test
    void aCalleeThatIsKilledInACallIs502AtOnce() throws Exception {
        new FunctionJar().add(Asking.class).folder(folder.resolve("asking"));
        new FunctionJar().add(Hanging.class).folder(folder.resolve("hanging"));
        Files.writeString(file, """
                effe: 1
                name: shop
                functions:
                  orders: {code: asking, routes: [GET /orders], calls: [stock], settings: {timeout: 100s}}
                  stock: {code: hanging, settings: {timeout: 100s}}
                settings: {port: 0, admin-port: 0}
                """);
        try (EffeProcess stock = start("--only", "stock").ready();
                EffeProcess orders = EffeProcess.in(folder)
                        .environment("EFFE_URL_STOCK", "http://127.0.0.1:" + stock.port())
                        .start("--app", file.toString(), "--only", "orders")
                        .ready()) {
            CompletableFuture<HttpResponse<String>> asked = orders.getAsync("/orders");
            await().atMost(EffeProcess.PATIENCE)
                    .until(() -> stock.getAdmin("/metrics")
                            .body()
                            .contains("effe_invocations_running{function=\"stock\"} 1.0"));
            stock.signal("KILL");

            HttpResponse<String> answer = asked.get(30, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("cannot be reached").doesNotContain("stock");
            assertThat(orders.output()).contains("stock");
            assertThat(orders.get("/orders").statusCode())
                    .as("nobody is there any more")
                    .isEqualTo(502);
        }
    }

    @Test
    void everyErrorIsALineAndNothingIsStarted() throws IOException {
        Files.writeString(file, "effe: 2\nname: shop\nfunctions: {orders: {code: orders.jar, routes: [get /]}}\n");
        try (EffeProcess effe = start()) {
            assertThat(effe.exitCode()).isEqualTo(2);
            assertThat(effe.errors().lines())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("effe: " + file + ":"))
                    .anyMatch(line -> line.endsWith(":1:7: effe must be 1, but was '2'"));
            assertThat(effe.output()).isEmpty();
        }
    }

    @Test
    void aFailedStartIsOneLineThatNamesTheFunction() throws IOException {
        Files.writeString(
                file, Files.readString(file).replace("code: stock", "code: stock\n    logic: com.acme.Nobody"));
        try (EffeProcess effe = start()) {
            assertThat(effe.exitCode()).isEqualTo(1);
            assertThat(effe.errors().lines()).hasSize(1).allMatch(line -> line.startsWith("effe: stock: "));
        }
    }
}
