package dev.effe.server.json.jackson;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes where in the JSON something is: {@code items[0].count}. */
final class Paths {

    private static final int LONGEST = 200;
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

    private Paths() {}

    /** Empty for the whole body. */
    static String of(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            add(path, step.getFieldName(), step.getIndex());
        }
        String whole = path.length() > LONGEST ? path.substring(0, LONGEST) + "..." : path.toString();
        return CONTROLS.matcher(whole).replaceAll("?"); // The names of a map's fields are the client's.
    }

    private static void add(StringBuilder path, @Nullable String field, int index) {
        if (field == null) {
            path.append(index < 0 ? "" : "[" + index + "]");
        } else {
            path.append(path.length() == 0 ? "" : ".").append(field);
        }
    }
}
