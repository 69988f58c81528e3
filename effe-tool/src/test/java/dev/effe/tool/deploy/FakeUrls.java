package dev.effe.tool.deploy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The operations on URLs of a {@link FakeLambda}. Confined to its lock. */
final class FakeUrls {

    /** The configurations by function and alias, such as {@code shop_orders:test}. */
    final Map<String, Map<String, Object>> configs = new TreeMap<>();

    /**
     * Answers a request.
     *
     * @param path below the functions, such as {@code shop_orders/url}
     * @return null for 404
     */
    @Nullable Object answer(String method, String path, String query, Map<String, Object> body) {
        String function = path.substring(0, path.indexOf('/'));
        if (path.endsWith("/urls")) {
            return Map.of(
                    "FunctionUrlConfigs",
                    configs.entrySet().stream()
                            .filter(config -> config.getKey().startsWith(function + ":"))
                            .map(Map.Entry::getValue)
                            .toList());
        }
        String key = function + ":" + query.replace("Qualifier=", "");
        Map<String, Object> before = configs.get(key);
        if (method.equals("POST") || (method.equals("PUT") && before != null)) {
            Map<String, Object> config = new LinkedHashMap<>(before == null ? Map.of() : before);
            config.putAll(body);
            config.put("FunctionUrl", "https://" + key.replace(":", "--") + ".example/");
            configs.put(key, config);
            return config;
        }
        return before;
    }
}
