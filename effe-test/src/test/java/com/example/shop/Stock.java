package com.example.shop;

import dev.effe.Args;
import dev.effe.ArgsLogic;
import dev.effe.Invocation;
import dev.effe.Setup;
import dev.effe.StatusException;
import org.jspecify.annotations.Nullable;

/** Knows how much is left. */
public final class Stock implements ArgsLogic<@Nullable Void> {

    private String item = "";

    @Override
    public void init(Setup setup) {
        item = setup.required("item");
    }

    @Override
    public @Nullable Void start() {
        return null;
    }

    @Override
    public Object handle(@Nullable Void context, Args args, Invocation call) {
        if (!args.text("item").orElse("").equals(item)) {
            throw new StatusException(404, "There is none");
        }
        return 3;
    }
}
