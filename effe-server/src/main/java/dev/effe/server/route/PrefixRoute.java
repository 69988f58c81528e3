package dev.effe.server.route;

import java.util.Map;

/** Sends what lies under a path prefix one way and all else another: the function owns the rest of the URL space. */
public final class PrefixRoute implements Route {

    private final String prefix;
    private final Route inside;
    private final Route outside;

    /** @param prefix such as {@code /_effe}; the path itself and all below it are inside */
    public PrefixRoute(String prefix, Route inside, Route outside) {
        this.prefix = prefix;
        this.inside = inside;
        this.outside = outside;
    }

    @Override
    public void handle(Call call) {
        (isInside(call.request().target()) ? inside : outside).handle(call);
    }

    @Override
    public Map<String, String> refusalHeaders(int status, String target) {
        return (isInside(target) ? inside : outside).refusalHeaders(status, target);
    }

    private boolean isInside(String target) {
        if (!target.startsWith(prefix)) {
            return false;
        }
        char next = target.length() == prefix.length() ? '/' : target.charAt(prefix.length());
        return next == '/' || next == '?';
    }
}
