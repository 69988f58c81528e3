package dev.effe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogicTest {

    @Test
    void keepsAContextAfterAnAnswerThatWasMeant() {
        LogicSnippets.Clock clock = new LogicSnippets.Clock();
        assertThat(clock.reusable(clock.start(), new StatusException(400, "no")))
                .isTrue();
    }

    @Test
    void stopsAContextAfterAnyOtherFailure() {
        LogicSnippets.Clock clock = new LogicSnippets.Clock();
        assertThat(clock.reusable(clock.start(), new IllegalStateException())).isFalse();
        assertThat(clock.reusable(clock.start(), new Error())).isFalse();
    }

    @Test
    void isNamedByItsClassWithoutAManifest() {
        assertThat(new LogicSnippets.Clock().info()).isEqualTo(new Info("Clock", "", ""));
    }

    @Test
    void aLambdaHasNoContextAndKeepsNoneFromAnyFailure() throws Exception {
        Logic<Void> echo = LogicSnippets.lambda();
        assertThat(echo.start()).isNull();
        assertThat(echo.reusable(null, new Error())).isTrue();
        assertThat(echo.info().name()).isNotBlank();
    }

    @Test
    void aLambdaIsGivenTheRequestAndTheResponse() throws Exception {
        FakeResponse response = new FakeResponse();
        LogicSnippets.lambda().run(null, new FakeRequest("abc"), response);
        assertThat(response.calls).containsExactly("send abc");
    }

    @Test
    void refusesALambdaThatIsMissing() {
        assertThatThrownBy(() -> Logic.of(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("handler");
    }

    @Test
    void aCookieIsAHeaderOfItsOwn() {
        FakeResponse response = new FakeResponse();
        LogicSnippets.cookie(response);
        assertThat(response.calls)
                .containsExactly("addHeader Set-Cookie: session=a1b2; Path=/; Secure; HttpOnly; SameSite=Lax");
    }

    @Test
    void readsJsonAndWritesJson() throws Exception {
        LogicSnippets.Orders orders = new LogicSnippets.Orders();
        List<LogicSnippets.Receipt> book = new ArrayList<>();
        FakeResponse response = new FakeResponse();
        orders.run(book, new FakeRequest(new LogicSnippets.Order("tea", 2)), response);
        assertThat(response.calls).containsExactly("json Receipt[item=tea, cents=500]");
        assertThat(book).hasSize(1);
    }

    @Test
    void answers204ForAnOutputOfNull() throws Exception {
        JsonLogic<Void, LogicSnippets.Order, Void> silent = new JsonLogic<>() {
            @Override
            public Void start() {
                return null;
            }

            @Override
            public Void handle(Void none, LogicSnippets.Order input, Invocation call) {
                return null;
            }
        };
        FakeResponse response = new FakeResponse();
        silent.run(null, new FakeRequest(new LogicSnippets.Order("tea", 2)), response);
        assertThat(response.calls).containsExactly("status 204");
    }

    @Test
    void readsNoBodyForAnInputOfVoid() throws Exception {
        JsonLogic<Void, Void, String> greeting = new JsonLogic<>() {
            @Override
            public Void start() {
                return null;
            }

            @Override
            public String handle(Void none, Void input, Invocation call) {
                return "hello " + call.id();
            }
        };
        FakeResponse response = new FakeResponse();
        greeting.run(null, new FakeRequest((Object) null), response);
        assertThat(response.calls).containsExactly("json hello 7");
    }
}
