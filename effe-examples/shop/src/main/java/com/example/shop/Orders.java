package com.example.shop;

import dev.effe.Invocation;
import dev.effe.JsonLogic;

/** Takes an order: asks stock for the items, then prices for their price. */
public class Orders implements JsonLogic<Object, Order, Receipt> {

    @Override
    public Object start() {
        return new Object();
    }

    @Override
    public Receipt handle(Object context, Order order, Invocation call) {
        call.functions().call("stock", order, Void.class); // A 409 of stock is the answer to the order, too.
        String total = call.functions().call("prices", order, String.class);
        return new Receipt(order.item(), order.count(), total);
    }
}
