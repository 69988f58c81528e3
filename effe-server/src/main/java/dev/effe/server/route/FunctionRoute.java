package dev.effe.server.route;

import dev.effe.server.dispatch.Dispatcher;
import dev.effe.server.dispatch.Invocation;

/** Gives a call to the function. */
public final class FunctionRoute implements Route {

    private final Dispatcher<?> dispatcher;

    public FunctionRoute(Dispatcher<?> dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public void handle(Call call) {
        Invocation invocation = new Invocation(call.request(), call.response(), call);
        call.carriedBy(invocation);
        dispatcher.dispatch(invocation);
    }
}
