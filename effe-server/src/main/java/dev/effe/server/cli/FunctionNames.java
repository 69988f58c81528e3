package dev.effe.server.cli;

import dev.effe.server.settings.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of functions of effe.yaml, separated by commas. */
record FunctionNames() implements ValueType<List<String>> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    @Override
    public @Nullable List<String> parse(String text) {
        List<String> names = text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        return names.stream().allMatch(name -> NAME.matcher(name).matches()) ? names : null;
    }

    @Override
    public String allowed() {
        return "empty or names of functions";
    }

    @Override
    public String form() {
        return "written like orders,stock";
    }

    @Override
    public String placeholder() {
        return "<list>";
    }
}
