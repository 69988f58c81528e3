package dev.effe.server.settings;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The URL of a server, with a path or without. A password has no place in it: it would be in logs. */
record ServerUrl() implements ValueType<URI> {

    @Override
    public @Nullable URI parse(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            return web && bare && uri.getHost() != null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    @Override
    public String allowed() {
        return "an http or https URL without user, query and fragment";
    }

    @Override
    public String placeholder() {
        return "<url>";
    }
}
