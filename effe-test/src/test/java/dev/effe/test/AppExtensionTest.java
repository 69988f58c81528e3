package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.Orders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application in a test: its functions call each other. */
final class AppExtensionTest {

    // @start region="app"
    @RegisterExtension
    static final EffeExtension shop = EffeExtension.app(file()).config("item", "tea");

    @Test
    void ordersWhatIsThere() {
        assertThat(shop.get("/orders/tea").body()).isEqualTo("{\"data\":{\"item\":\"tea\",\"left\":3}}");
    }
    // @end

    @Test
    void passesOnWhatTheOtherFunctionSays() {
        assertThat(shop.get("/orders/cake").statusCode()).isEqualTo(404);
        assertThat(shop.get("/orders/cake").body()).isEqualTo("{\"error\":\"There is none\"}");
        assertThat(shop.get("/stock").statusCode()).isEqualTo(404);
    }

    static Path file() {
        try {
            Path code = Path.of(Orders.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path file = Files.createTempDirectory("effe-app").resolve("effe.yaml");
            file.getParent().toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return Files.writeString(file, """
                    effe: 1
                    name: shop
                    functions:
                      orders:
                        code: %1$s
                        logic: com.example.shop.Orders
                        routes: ["GET /orders/{item}"]
                        calls: [stock]
                        envelope: on
                      stock:
                        code: %1$s
                        logic: com.example.shop.Stock
                    settings: {port: 8080}
                    """.formatted(code));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
