package com.example.shop;

/** So many of an item. */
public record Order(String item, int count) {}
