package dev.effe.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.dispatch.Invocation;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.message.BodySink;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.http.message.HttpResponse;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestMessage;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.RouteTable;
import dev.effe.server.route.pattern.Routed;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several functions behind one table. */
class PatternRouteTest {

    private final List<String> handled = new ArrayList<>();

    private final PatternRoute route = new PatternRoute(
            RouteTable.of(List.of(
                    routed("GET /orders/{id}", "orders"),
                    routed("POST /orders", "orders"),
                    routed("GET /orders/report", "report"),
                    routed("DELETE /orders/report", "report"))),
            null);

    private Routed<Route> routed(String pattern, String function) {
        return new Routed<>(
                RoutePattern.parse(pattern),
                call -> handled.add(function + " " + call.request().route().orElse("")));
    }

    /** A request that nobody sent. */
    private static final class FakeCall implements Call {
        final HttpRequest request;
        final HttpResponse response = new HttpResponse(new NoSink());

        @Nullable Outcome outcome;

        FakeCall(String method, String target) {
            RequestHead head = new RequestHead(method, target, 1, new HeaderFields(), 0, false, true, false);
            request = new HttpRequest(
                    "id", new RequestMessage(head, Body.empty()), new InetSocketAddress(0), false, Long.MAX_VALUE);
        }

        @Override
        public void inEnvelope() {}

        @Override
        public Request request() {
            return request;
        }

        @Override
        public Response response() {
            return response;
        }

        @Override
        public void matched(RoutePattern pattern) {
            request.matched(pattern);
        }

        @Override
        public void answersAs(String id) {
            throw new AssertionError();
        }

        @Override
        public void carriedBy(Invocation invocation) {
            throw new AssertionError();
        }

        @Override
        public void completed(Outcome result) {
            outcome = result;
        }
    }

    private static final class NoSink implements BodySink {
        @Override
        public int awaitRoom() {
            throw new AssertionError();
        }

        @Override
        public void part(byte[] bytes, int from, int to) {
            throw new AssertionError();
        }
    }

    private FakeCall handle(String method, String target) {
        FakeCall call = new FakeCall(method, target);
        route.handle(call);
        return call;
    }

    @Test
    void givesACallToTheFunctionOfItsRoute() {
        handle("GET", "/orders/7");
        handle("GET", "/orders/report");
        handle("POST", "/orders");

        assertThat(handled)
                .containsExactly("orders GET /orders/{id}", "report GET /orders/report", "orders POST /orders");
    }

    @Test
    void answersOptionsOfTheWholeServerForAllFunctions() {
        FakeCall call = handle("OPTIONS", "*");

        assertThat(call.outcome).isEqualTo(Outcome.SUCCEEDED);
        assertThat(call.response.status()).isEqualTo(204);
        assertThat(call.response.headers().first("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, POST");
        assertThat(handled).isEmpty();
    }

    @Test
    void aPathOfSeveralFunctionsAllowsTheMethodsOfAll() {
        FakeCall call = handle("PUT", "/orders/%72eport?x");

        assertThat(call.outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(((StatusException) failed.cause()).status())
                                .isEqualTo(405));
        assertThat(call.response.headers().first("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS");
        assertThat(handled).isEmpty();
    }
}
