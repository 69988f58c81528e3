package dev.effe.server.settings;

import org.jspecify.annotations.Nullable;

/** Off or on. */
record Switch() implements ValueType<Boolean> {

    @Override
    public @Nullable Boolean parse(String text) {
        return switch (text) {
            case "on" -> Boolean.TRUE;
            case "off" -> Boolean.FALSE;
            default -> null;
        };
    }

    @Override
    public String allowed() {
        return "off or on";
    }

    @Override
    public String placeholder() {
        return "<switch>";
    }
}
