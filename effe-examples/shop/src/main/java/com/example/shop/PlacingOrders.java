package com.example.shop;

import dev.effe.Invocation;

/** Takes an order as {@link Orders} does, and appends it to the topic placed for whoever is interested. */
public class PlacingOrders extends Orders {

    @Override
    public Receipt handle(Object context, Order order, Invocation call) {
        Receipt receipt = super.handle(context, order, call);
        call.topics().append("placed", order.item(), order);
        return receipt;
    }
}
