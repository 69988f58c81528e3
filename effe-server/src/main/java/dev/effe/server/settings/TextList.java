package dev.effe.server.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts, separated by commas; {@code *} alone stands for all. */
public enum TextList implements ValueType<List<String>> {
    /** As browsers send them: scheme, host and, if it is not the scheme's own, port. */
    ORIGINS("[a-z][a-z0-9+.-]*://[^/,*?#@\\s]+", "origins", "https://example.com,http://localhost:3000"),
    /** Names of machines, as a Host header has them, without a port. */
    HOSTS("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?", "host names", "effe,effe.example.com"),
    /** Names of methods or headers (RFC 9110, 5.6.2). */
    TOKENS("[!#$%&'+.^_`|~0-9A-Za-z-]+", "names", "one,another");

    private final Pattern item;
    private final String items;
    private final String example;

    TextList(String item, String items, String example) {
        this.item = Pattern.compile(item);
        this.items = items;
        this.example = example;
    }

    @Override
    public @Nullable List<String> parse(String text) {
        if (text.isEmpty() || text.equals("*")) {
            return text.isEmpty() ? List.of() : List.of(text);
        }
        List<String> list = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String found = part.strip();
            if (!item.matcher(found).matches()) {
                return null;
            }
            list.add(found);
        }
        return List.copyOf(list);
    }

    @Override
    public String allowed() {
        return "empty, * or " + items;
    }

    @Override
    public String form() {
        return "written like " + example;
    }

    @Override
    public String placeholder() {
        return "<list>";
    }
}
