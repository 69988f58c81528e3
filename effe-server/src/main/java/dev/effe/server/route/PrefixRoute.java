package dev.effe.server.route;

import org.jspecify.annotations.Nullable;

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
    public Route whenFull() {
        return new PrefixRoute(prefix, inside.whenFull(), outside.whenFull());
    }

    @Override
    public @Nullable RefusalBody refusal(int status, String target, String requestId) {
        return (isInside(target) ? inside : outside).refusal(status, target, requestId);
    }

    private boolean isInside(String target) {
        if (!target.startsWith(prefix)) {
            return false;
        }
        char next = target.length() == prefix.length() ? '/' : target.charAt(prefix.length());
        return next == '/' || next == '?';
    }
}
