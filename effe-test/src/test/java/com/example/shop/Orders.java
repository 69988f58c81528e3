package com.example.shop;

import dev.effe.Args;
import dev.effe.ArgsLogic;
import dev.effe.Invocation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sells what {@link Stock} has. */
public final class Orders implements ArgsLogic<@Nullable Void> {

    /** The items that can be had. */
    public record Offer(String item, int left) {}

    @Override
    public @Nullable Void start() {
        return null;
    }

    @Override
    public Object handle(@Nullable Void context, Args args, Invocation call) {
        String item = args.text("item").orElseThrow();
        Integer left = call.functions().call("stock", Map.of("item", item), Integer.class);
        return new Offer(item, left == null ? 0 : left);
    }
}
