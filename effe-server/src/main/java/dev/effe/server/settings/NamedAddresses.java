package dev.effe.server.settings;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions by their names, and the address of the server of each, separated by commas. */
record NamedAddresses() implements ValueType<Map<String, URI>> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,38}");
    private static final ServerUrl ADDRESS = new ServerUrl();

    @Override
    public @Nullable Map<String, URI> parse(String text) {
        Map<String, URI> addresses = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            URI address = ADDRESS.parse(part.substring(equals + 1).strip());
            if (!NAME.matcher(name).matches() || address == null || addresses.put(name, address) != null) {
                return null;
            }
        }
        return Collections.unmodifiableMap(addresses);
    }

    @Override
    public String allowed() {
        return "empty or names of functions with their addresses";
    }

    @Override
    public String form() {
        return "written like stock=http://stock:8080,prices=http://prices:8080";
    }

    @Override
    public String placeholder() {
        return "<list>";
    }
}
