package com.example.orders;

import dev.effe.StatusException;
import java.util.List;

/** A customer's order; a 400 says what is wrong with it. */
public record Order(Customer customer, List<Line> lines) {

    public record Customer(String name, String city) {}

    public record Line(String item, int count) {}

    void check() {
        require(customer != null && customer.name() != null && !customer.name().isBlank(), "customer.name is missing");
        require(lines != null && !lines.isEmpty(), "lines must not be empty");
        for (Line line : lines) {
            require(line != null && line.item() != null, "item is missing");
            require(line.count() >= 1 && line.count() <= 100, "count must be from 1 to 100, but was " + line.count());
        }
    }

    private static void require(boolean fulfilled, String reason) {
        if (!fulfilled) {
            throw new StatusException(400, reason);
        }
    }
}
