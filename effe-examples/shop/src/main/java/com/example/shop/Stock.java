package com.example.shop;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the items in memory: a GET says how many there are, a call takes some. */
public class Stock implements Logic<Object> {

    private final Map<String, Integer> items = new ConcurrentHashMap<>(Map.of("espresso", 100, "cake", 2));

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) throws Exception {
        if (request.route().isPresent()) {
            response.json(Map.of("left", left(request.pathParameter("item"))));
        } else {
            take(request.json(Order.class));
        }
    }

    private int left(String item) {
        Integer left = items.get(item);
        if (left == null) {
            throw new StatusException(404, "No such item: " + item);
        }
        return left;
    }

    private void take(Order order) {
        left(order.item());
        items.computeIfPresent(order.item(), (item, left) -> {
            if (left < order.count()) {
                throw new StatusException(409, "Only " + left + " left of " + item);
            }
            return left - order.count();
        });
    }
}
