package com.acme.shop;

import dev.effe.Call;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.nio.charset.StandardCharsets;

/** Says its route's parameter, a key of its configuration and an environment variable. */
public final class Orders implements Logic<Object> {

    private String currency = "";
    private String callee = "";

    @Override
    public void init(Setup setup) {
        if (setup.config("fail").isPresent()) {
            throw new IllegalStateException("as the test wants it");
        }
        callee = setup.config("calls").orElse("");
        currency = setup.config("currency").orElse("none");
    }

    @Override
    public Object start() {
        return this;
    }

    @Override
    public void run(Object context, Request request, Response response) {
        String answer = callee.isEmpty()
                ? "\n"
                : "; "
                        + new String(
                                request.functions().send(callee, Call.get("/")).bytes(), StandardCharsets.UTF_8);
        response.text(
                "order " + request.pathParameters() + " in " + currency + ", " + System.getenv("SHOP_TABLE") + answer);
    }
}
