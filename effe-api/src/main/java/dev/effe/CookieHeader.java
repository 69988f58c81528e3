package dev.effe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the Cookie header (RFC 6265, 4.2 and 5.4): what is no pair of a name and a value is passed over. */
final class CookieHeader {

    private CookieHeader() {}

    static Map<String, List<String>> parse(List<String> headers) {
        Map<String, List<String>> cookies = new LinkedHashMap<>();
        for (String header : headers) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? "" : pair.substring(0, equals).strip();
                if (!name.isEmpty()) {
                    String value = unquoted(pair.substring(equals + 1).strip());
                    cookies.computeIfAbsent(name, first -> new ArrayList<>(1)).add(value);
                }
            }
        }
        cookies.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(cookies);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
