package com.example.shop;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Is run for each order that was placed, and says by a GET how many of each item that makes. */
public class Report implements Logic<Object> {

    /** By the event's id: an event may come twice, and is counted once. */
    private final Map<String, Order> placed = new ConcurrentHashMap<>();

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public void run(Object context, Request request, Response response) throws Exception {
        if (request.event().isPresent()) {
            placed.put(request.event().get().id(), request.json(Order.class));
        } else {
            response.json(placed.values().stream()
                    .collect(Collectors.groupingBy(Order::item, TreeMap::new, Collectors.summingInt(Order::count))));
        }
    }
}
