package com.example.orders;

import java.util.List;

/** The price of an order, all together and line by line. */
public record Receipt(String customer, List<Line> lines, String total) {

    public record Line(String item, int count, String price) {}
}
