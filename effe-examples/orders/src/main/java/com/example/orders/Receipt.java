package com.example.orders;

import java.util.List;

/** What the order costs, all together and line by line. */
public record Receipt(String customer, List<Line> lines, String total) {

    public record Line(String item, int count, String price) {}
}
