package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.shop.Orders;
import com.acme.shop.Stock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
