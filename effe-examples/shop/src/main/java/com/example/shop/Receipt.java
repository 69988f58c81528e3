package com.example.shop;

/** An order that was taken, and its price. */
public record Receipt(String item, int count, String total) {}
