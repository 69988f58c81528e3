package dev.effe.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * A registry to push to, by the OCI Distribution Specification 1.1. {@link HttpURLConnection} is all it needs, and is in
 * java.base, which the image's Java has too.
 */
final class Registry {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int TIMEOUT_MILLIS = 60_000;

    private final ImageReference reference;
    private final String login;
    private final URI root;
    /** The login, or a token that was got for it. */
    private String authorization;

    /** @param login the Authorization header of whoever has logged in; "" for nobody */
    Registry(ImageReference reference, String login) {
        this.reference = reference;
        this.login = login;
        authorization = login;
        String scheme = isLoopback(reference.registry()) ? "http" : "https";
        root = URI.create(scheme + "://" + reference.apiHost() + "/v2/" + reference.name() + "/");
    }

    static boolean isLoopback(String authority) {
        return LOOPBACK.contains(authority.replaceFirst(":\\d+$", ""));
    }

    /** Pushes what the registry does not have, then the manifest, which makes it an image. */
    void push(Image image) throws IOException {
        for (Blob layer : image.layers()) {
            pushUnlessThere(layer);
        }
        pushUnlessThere(image.config());
        send(image.manifest(), root.resolve("manifests/" + reference.tag()));
    }

    private void pushUnlessThere(Blob blob) throws IOException {
        URI where = root.resolve("blobs/" + blob.digest());
        HttpURLConnection head = open("HEAD", where);
        if (head.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED && gotToken(head)) {
            head = open("HEAD", where);
        }
        int status = head.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) {
            return;
        }
        if (status != HttpURLConnection.HTTP_NOT_FOUND) {
            throw refusal(head);
        }
        send(blob, uploadOf(blob));
    }

    /** Gets a token if that is what the registry wants: the first one, or, tokens being short-lived, another. */
    private boolean gotToken(HttpURLConnection refused) throws IOException {
        Optional<BearerChallenge> challenge = BearerChallenge.of(refused.getHeaderField("WWW-Authenticate"));
        if (challenge.isPresent()) {
            authorization = "Bearer " + challenge.get().token("repository:" + reference.name() + ":pull,push", login);
        }
        return challenge.isPresent();
    }

    /** Asks where the bytes are to be put. */
    private URI uploadOf(Blob blob) throws IOException {
        HttpURLConnection post = open("POST", root.resolve("blobs/uploads/"));
        post.setDoOutput(true);
        post.setFixedLengthStreamingMode(0);
        post.getOutputStream().close();
        String location = post.getHeaderField("Location");
        if (post.getResponseCode() != HttpURLConnection.HTTP_ACCEPTED || location == null) {
            throw refusal(post);
        }
        URI upload = root.resolve(location);
        return URI.create(upload + (upload.getRawQuery() == null ? "?" : "&") + "digest=" + blob.digest());
    }

    private void send(Blob blob, URI where) throws IOException {
        HttpURLConnection put = open("PUT", where);
        put.setDoOutput(true);
        put.setFixedLengthStreamingMode(blob.size());
        boolean isManifest = where.getPath().contains("/manifests/");
        put.setRequestProperty("Content-Type", isManifest ? blob.mediaType() : "application/octet-stream");
        try (OutputStream out = put.getOutputStream()) {
            blob.copyTo(out);
        }
        if (put.getResponseCode() != HttpURLConnection.HTTP_CREATED) {
            throw refusal(put);
        }
    }

    private HttpURLConnection open(String method, URI where) throws IOException {
        // Not to another host, to which an upload may be sent.
        return open(method, where, where.getAuthority().equals(root.getAuthority()) ? authorization : "");
    }

    static HttpURLConnection open(String method, URI where, String authorization) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) where.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (!authorization.isEmpty()) {
            connection.setRequestProperty("Authorization", authorization);
        }
        return connection;
    }

    private ImageException refusal(HttpURLConnection answered) throws IOException {
        String said = "";
        try (InputStream error = answered.getErrorStream()) {
            said = error == null ? "" : " " + new String(error.readNBytes(1000), StandardCharsets.UTF_8).strip();
        }
        return new ImageException(reference.registry() + " answered " + answered.getResponseCode() + " to "
                + answered.getRequestMethod() + " " + answered.getURL().getPath() + said
                + (login.isEmpty() && answered.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED
                        ? ": log in with docker login " + reference.registry()
                        : ""));
    }
}
