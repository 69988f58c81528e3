package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

final class EffeExtensionTest {

    private static final RecordingLogic SHARED = new RecordingLogic();

    // @start region="extension"
    @RegisterExtension
    static final EffeExtension effe =
            EffeExtension.serving(SHARED).set("max-contexts", "1").config("greeting", "hello");

    @Test
    void greets() {
        HttpResponse<String> response = effe.get("/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("context 1\n");
    }
    // @end

    private final RecordingLogic own = new RecordingLogic();

    @RegisterExtension
    final EffeExtension each = EffeExtension.serving(own).config("greeting", () -> "later");

    @AfterAll
    static void keptOneServer() {
        assertThat(SHARED.calls).startsWith("init hello").doesNotContain("close");
        assertThat(SHARED.calls.stream().filter(call -> call.startsWith("init")))
                .hasSize(1);
    }

    @Test
    void startsAServerForEachTest() {
        assertThat(each.port()).isNotEqualTo(effe.port());
        each.get("/");
        assertThat(own.calls).startsWith("init later").contains("run 1");
    }

    @Test
    void startsAServerForEachTestAgain() {
        each.get("/");
        assertThat(own.calls).startsWith("init later").contains("run 1");
    }

    @Test
    void sendsAnyRequest() {
        // @start region="send"
        HttpResponse<String> response = effe.send(HttpRequest.newBuilder(effe.uri("/refuse"))
                .header("X-Request-Id", "r-1")
                .DELETE());
        // @end
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("X-Request-Id")).contains("r-1");
    }

    @Test
    void saysHowATestGivesTheMissingKey() {
        EffeExtension needing = EffeExtension.serving(new FunctionTesterTest.NeedsUrl());
        assertThatThrownBy(() -> needing.beforeAll(context()))
                .hasStackTraceContaining("db.url is required: set it by EffeExtension.config(\"db.url\", ...)");
    }

    /** For a test that is the framework itself. */
    static ExtensionContext context() {
        return (ExtensionContext) Proxy.newProxyInstance(
                EffeExtensionTest.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.class},
                (proxy, method, args) -> "id");
    }

    @Nested
    class Inside {
        @Test
        void usesTheServerOfTheClassAround() {
            assertThat(effe.post("/", "").statusCode()).isEqualTo(200);
        }
    }
}
