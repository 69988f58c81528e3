package dev.effe.host.api;

import dev.effe.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place of an operation in the API.
 *
 * @param name AWS's
 * @param template its path; {@code {function}} and {@code {item}} stand for a segment each
 * @param binary the member of the body that is a zip; "" for none
 */
record Endpoint(String name, String method, List<String> template, Kind kind, String binary, Operation operation) {

    static final String FUNCTION = "{function}";
    static final String ITEM = "{item}";

    /** The effect of an operation on functions. */
    enum Kind {
        /** Reads one, or many. */
        READ,
        /** Changes one. */
        CHANGE,
        /** Changes one by what all others have. */
        RESERVE,
        /** Makes one, whose name is in the body. */
        CREATE
    }

    static Endpoint of(String name, String method, String path, Kind kind, Operation operation) {
        return new Endpoint(name, method, segments(path), kind, "", operation);
    }

    Endpoint withBinary(String member) {
        return new Endpoint(name, method, template, kind, member, operation);
    }

    /** The path of a request as it came: a segment is decoded by whoever knows what it is. */
    static String path(Request request) {
        String target = request.target();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The segments of a path; a slash at its end makes none. */
    static List<String> segments(String path) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return List.of(trimmed.substring(Math.min(1, trimmed.length())).split("/", -1));
    }

    boolean matches(List<String> segments) {
        if (segments.size() != template.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            boolean any = template.get(i).equals(FUNCTION) || template.get(i).equals(ITEM);
            if (any ? segments.get(i).isEmpty() : !template.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The segment that stands for something, as it came; null if there is none. */
    @Nullable String segment(String stands, List<String> segments) {
        int at = template.indexOf(stands);
        return at < 0 ? null : segments.get(at);
    }
}
