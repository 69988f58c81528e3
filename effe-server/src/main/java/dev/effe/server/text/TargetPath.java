package dev.effe.server.text;

/** The path of a request's target, as it was sent. Stateless. */
public final class TargetPath {

    private TargetPath() {}

    /** Without the query, which may hold secrets. */
    public static String of(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
