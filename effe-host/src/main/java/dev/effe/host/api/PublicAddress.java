package dev.effe.host.api;

import dev.effe.host.model.UrlConfig;

/**
 * The host as clients reach it. Immutable.
 *
 * @param scheme http or https
 * @param urlDomain the domain below which the URLs of functions are; "" for none
 */
public record PublicAddress(String scheme, String urlDomain) {

    /**
     * The URL of a function.
     *
     * @param origin of the client's request, such as {@code http://127.0.0.1:7070}
     */
    String url(UrlConfig url, String origin) {
        if (urlDomain.isEmpty()) {
            return origin + "/url/" + url.id() + "/";
        }
        String authority = origin.substring(origin.indexOf("//") + 2);
        int colon = authority.indexOf(':', authority.indexOf(']') + 1);
        return scheme + "://" + url.id() + "." + urlDomain + (colon < 0 ? "" : authority.substring(colon)) + "/";
    }
}
