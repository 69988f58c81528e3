package dev.effe.server.settings;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where records of events go: a URL to POST to, or a folder. */
record DestinationUri() implements ValueType<URI> {

    @Override
    public @Nullable URI parse(String text) {
        try {
            URI uri = new URI(text);
            boolean folder = "file".equals(uri.getScheme())
                    && uri.getAuthority() == null
                    && !uri.getSchemeSpecificPart().isEmpty();
            boolean web = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
            return folder || web ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    @Override
    public String allowed() {
        return "an http or https URL or file:folder";
    }

    @Override
    public String placeholder() {
        return "<uri>";
    }
}
