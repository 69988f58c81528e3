package com.acme.tool;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** Counts the calls of each context. */
public final class Counting implements Logic<int[]> {

    @Override
    public int[] start() {
        return new int[1];
    }

    @Override
    public void run(int[] calls, Request request, Response response) {
        calls[0]++;
        response.text(calls[0] + "\n");
    }
}
