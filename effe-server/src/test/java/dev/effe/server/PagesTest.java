package dev.effe.server;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.isA;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import dev.effe.Logic;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own pages, as an operator's client sees them. */
class PagesTest {

    private static ServerTester server;

    @BeforeAll
    static void start() throws Exception {
        server = ServerTester.start(Logic.of((request, response) -> response.text("function\n")))
                .ready();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RequestSpecification main() {
        return given().port(server.server.port());
    }

    private static RequestSpecification admin() {
        return given().port(server.server.adminPort().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"livez", "readyz"})
    void healthIsOnBothPorts(String page) {
        for (RequestSpecification at : new RequestSpecification[] {main(), admin()}) {
            at.get("/_effe/" + page)
                    .then()
                    .statusCode(200)
                    .contentType("text/plain")
                    .body(equalTo("ok\n"));
        }
        admin().get("/" + page).then().statusCode(200);
        main().get("/" + page).then().body(equalTo("function\n"));
    }

    @Test
    void headIsGetWithoutABody() {
        admin().head("/livez")
                .then()
                .statusCode(200)
                .header("Content-Length", "3")
                .body(emptyString());
    }

    @Test
    void infoIsJson() {
        admin().get("/info")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("state", equalTo("running"))
                .body("function", isA(String.class))
                .body("server", isA(String.class));
    }

    @Test
    void metricsAreOfPrometheus() {
        admin().get("/metrics")
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("text/plain; version=0.0.4"))
                .body(containsString("effe_ready 1.0"));
    }

    @Test
    void aPageThatIsNotThereNamesThoseThatAre() {
        admin().get("/metric")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404))
                .body("title", equalTo("Not Found"))
                .body("detail", containsString("/metrics"))
                .body("requestId", matchesPattern("[0-9a-f-]{36}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/info", "/metrics"})
    void pagesAreReadOnly(String page) {
        admin().header("Effe-Admin", "yes")
                .post(page)
                .then()
                .statusCode(405)
                .header("Allow", containsString("GET"))
                .body("status", equalTo(405));
    }
}
