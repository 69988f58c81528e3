package dev.effe.host.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes of the fields of a form, such as {@code Dimensions.member.1.Name}, the maps and lists that they stand for.
 * Stateless.
 */
final class FormTree {

    private static final String MEMBER = "member";
    private static final int DEEPEST = 12;
    private static final int LONGEST_NUMBER = 6;

    private FormTree() {}

    static Map<String, Object> of(Map<String, List<String>> fields) {
        Map<String, Object> tree = new LinkedHashMap<>();
        fields.forEach((name, values) -> {
            String[] parts = name.split("\\.", DEEPEST + 1);
            if (parts.length <= DEEPEST && !values.isEmpty()) {
                put(tree, parts, values.get(0));
            }
        });
        tree.replaceAll((name, value) -> folded(value));
        return tree;
    }

    @SuppressWarnings("unchecked") // Maps of the tree are made here.
    private static void put(Map<String, Object> tree, String[] parts, String value) {
        Map<String, Object> at = tree;
        for (int i = 0; i < parts.length - 1; i++) {
            Object next = at.computeIfAbsent(parts[i], part -> new LinkedHashMap<String, Object>());
            if (!(next instanceof Map)) {
                return;
            }
            at = (Map<String, Object>) next;
        }
        at.putIfAbsent(parts[parts.length - 1], value);
    }

    /** A map with nothing but members is a list. */
    private static Object folded(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.size() == 1 && map.get(MEMBER) instanceof Map<?, ?> members) {
            return list(members);
        }
        Map<String, Object> folded = new LinkedHashMap<>();
        map.forEach((name, item) -> folded.put(String.valueOf(name), folded(item)));
        return folded;
    }

    private static List<Object> list(Map<?, ?> members) {
        TreeMap<Integer, Object> byNumber = new TreeMap<>();
        members.forEach((number, item) -> {
            String digits = String.valueOf(number);
            if (digits.length() <= LONGEST_NUMBER && digits.matches("[0-9]+")) {
                byNumber.put(Integer.parseInt(digits), folded(item));
            }
        });
        return new ArrayList<>(byNumber.values());
    }
}
