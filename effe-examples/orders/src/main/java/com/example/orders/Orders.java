package com.example.orders;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import dev.effe.StatusException;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers an order with its receipt. The context is a NumberFormat: not thread-safe, and it needs no lock here. */
public class Orders implements JsonLogic<NumberFormat, Order, Receipt> {

    private static final Map<String, Integer> CENTS = Map.of("espresso", 250, "cappuccino", 340, "cake", 420);

    @Override
    public NumberFormat start() {
        return NumberFormat.getCurrencyInstance(Locale.US);
    }

    @Override
    public Receipt handle(NumberFormat format, Order order, Invocation call) {
        order.check();
        List<Receipt.Line> lines = new ArrayList<>();
        int total = 0;
        for (Order.Line line : order.lines()) {
            int cents = line.count() * centsOf(line.item());
            lines.add(new Receipt.Line(line.item(), line.count(), format.format(cents / 100.0)));
            total += cents;
        }
        return new Receipt(order.customer().name(), lines, format.format(total / 100.0));
    }

    private static int centsOf(String item) {
        Integer cents = CENTS.get(item);
        if (cents == null) {
            throw new StatusException(404, "No such item: " + item);
        }
        return cents;
    }
}
