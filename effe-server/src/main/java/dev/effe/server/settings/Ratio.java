package dev.effe.server.settings;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of a whole, from 0 to 1, with up to six digits behind the point. */
public record Ratio() implements ValueType<Double> {

    private static final Pattern FORM = Pattern.compile("0(\\.[0-9]{1,6})?|1(\\.0{1,6})?");

    @Override
    public @Nullable Double parse(String text) {
        return FORM.matcher(text).matches() ? Double.valueOf(text) : null;
    }

    @Override
    public String allowed() {
        return "from 0 to 1";
    }

    @Override
    public String form() {
        return "written like 0.1";
    }

    @Override
    public String placeholder() {
        return "<part>";
    }
}
