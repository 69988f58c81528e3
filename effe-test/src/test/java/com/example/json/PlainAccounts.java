package com.example.json;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** As {@link Accounts}, by what every Logic has. */
public class PlainAccounts implements Logic<Object> {

    @Override
    public Object start() {
        return "";
    }

    @Override
    public void run(Object context, Request request, Response response) {
        Accounts.Account account = request.json(Accounts.Account.class);
        response.json(new Accounts().handle(context, account, request));
    }
}
