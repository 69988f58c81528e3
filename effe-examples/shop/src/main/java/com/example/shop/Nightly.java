package com.example.shop;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** Is run each night, asks report how many of each item were ordered, and says by a GET what it was told last. */
public class Nightly implements Logic<Object> {

    private volatile Map<String, Object> latest = Map.of();

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) throws Exception {
        if (request.event().isEmpty()) {
            response.json(latest);
            return;
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("until", request.json(Map.class).get("scheduledAt"));
        told.put("items", request.functions().call("report", null, Map.class));
        latest = told;
    }
}
