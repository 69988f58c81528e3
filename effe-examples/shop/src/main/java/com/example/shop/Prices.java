package com.example.shop;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import dev.effe.Setup;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;

/** Answers an order with its price. The context is a NumberFormat: not thread-safe, and it needs no lock here. */
public class Prices implements JsonLogic<NumberFormat, Order, String> {

    private static final Map<String, Integer> CENTS = Map.of("espresso", 250, "cake", 420);

    private Currency currency;

    @Override
    public void init(Setup setup) {
        currency = Currency.getInstance(setup.config("currency").orElse("USD"));
    }

    @Override
    public NumberFormat start() {
        NumberFormat format = NumberFormat.getCurrencyInstance(Locale.US);
        format.setCurrency(currency);
        return format;
    }

    @Override
    public String handle(NumberFormat format, Order order, Invocation call) {
        return format.format(order.count() * CENTS.getOrDefault(order.item(), 0) / 100.0);
    }
}
