package dev.effe.test.events;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Calls each getter of an object of AWS's library, and of the objects in it. */
final class Getters {

    private final Map<String, Object> found = new LinkedHashMap<>();

    private Getters() {}

    /** Their values by the ways to them, such as {@code records[0].body}. */
    static Map<String, Object> of(Object event) {
        Getters getters = new Getters();
        getters.add("", event);
        return getters.found;
    }

    /** The ways to each null. */
    static List<String> nulls(Object event) {
        return of(event).entrySet().stream()
                .filter(entry -> entry.getValue() == null)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void add(String way, Object value) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                add(way + "[" + i + "]", list.get(i));
            }
        } else if (value instanceof Map<?, ?> map) {
            new ArrayList<>(map.keySet())
                    .stream().map(String.class::cast).sorted().forEach(key -> add(way + "." + key, map.get(key)));
        } else if (value != null && value.getClass().getName().startsWith("com.amazonaws.")) {
            Stream.of(value.getClass().getMethods())
                    .filter(Getters::isGetter)
                    .sorted(Comparator.comparing(Method::getName))
                    .forEach(getter -> add((way + "." + name(getter)).replaceFirst("^\\.", ""), call(getter, value)));
        } else {
            found.put(way, value instanceof ByteBuffer bytes ? bytes.duplicate().array() : value);
        }
    }

    private static boolean isGetter(Method method) {
        return method.getName().matches("(get|is)[A-Z].*|geteTag")
                && method.getParameterCount() == 0
                && !method.isAnnotationPresent(Deprecated.class)
                && !method.getName().equals("getClass");
    }

    private static String name(Method getter) {
        String name = getter.getName().replaceFirst("^(get|is)", "");
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static Object call(Method getter, Object object) {
        try {
            return getter.invoke(object);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(getter + " of " + object, e);
        }
    }
}
