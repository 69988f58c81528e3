package dev.effe.tool.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry to push to, by the OCI Distribution Specification 1.1. {@link HttpURLConnection} is all it needs, and is in
 * java.base, which every Java has.
 */
final class Registry {

    private final ImageReference reference;
    private final String login;
    private final Endpoint root;
    /** The login, or a token that was got for it. */
    private String authorization;

    /** @param login the Authorization header of whoever has logged in; "" for nobody */
    Registry(ImageReference reference, String login) throws ImageException {
        this.reference = reference;
        this.login = login;
        authorization = login;
        String host = reference.apiHost();
        String scheme = Endpoint.isLoopback(host.replaceFirst(":\\d+$", "")) ? "http" : "https";
        root = Endpoint.of(scheme + "://" + host + "/v2/" + reference.name() + "/", "--push is to");
    }

    /** Pushes what the registry does not have, then the manifests, an index last: each makes something of what is there. */
    void push(ImageSet set) throws IOException {
        for (Image image : set.images()) {
            for (Blob layer : image.layers()) {
                pushUnlessThere(layer);
            }
            pushUnlessThere(image.config());
            if (set.isIndex()) {
                send(image.manifest(), at("manifests/" + image.manifest().digest()));
            }
        }
        send(set.top(), at("manifests/" + reference.tag()));
    }

    /** Attaches a list to what is pushed, and returns the digest by which it is found. */
    String attach(Sbom sbom, Blob subject) throws IOException {
        for (Blob blob : sbom.blobs()) {
            pushUnlessThere(blob);
        }
        Blob manifest = sbom.manifest(subject);
        HttpURLConnection put = send(manifest, at("manifests/" + manifest.digest()));
        if (put.getHeaderField("OCI-Subject") == null) { // It lists nothing by itself.
            list(sbom.referrer(manifest), ReferrersTag.of(subject.digest()));
        }
        return manifest.digest();
    }

    private void list(Map<String, Object> referrer, String tag) throws IOException {
        Endpoint where = at("manifests/" + tag);
        HttpURLConnection before = where.answered("GET", authorization, ReferrersTag.INDEX);
        if (before.getResponseCode() == HttpURLConnection.HTTP_NOT_FOUND) {
            send(ReferrersTag.with(referrer), where);
            return;
        }
        if (before.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw refusal(before);
        }
        try (InputStream in = before.getInputStream()) {
            byte[] listed = in.readNBytes(Blob.MAX_JSON_BYTES + 1);
            if (listed.length > Blob.MAX_JSON_BYTES) {
                throw new ImageException("The tag " + tag + " has more than " + Blob.MAX_JSON_BYTES + " bytes");
            }
            send(ReferrersTag.with(referrer, listed, tag), where);
        }
    }

    private Endpoint at(String path) throws ImageException {
        return root.resolve(path, "--push is to");
    }

    private void pushUnlessThere(Blob blob) throws IOException {
        Endpoint where = at("blobs/" + blob.digest());
        HttpURLConnection head = where.answered("HEAD", authorization);
        if (head.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED && gotToken(head)) {
            head = where.answered("HEAD", authorization);
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

    /**
     * Gets a token if that is what the registry wants: the first one, or, tokens being short-lived, another. A server that
     * it redirects to may not say who is given the password.
     */
    private boolean gotToken(HttpURLConnection refused) throws IOException {
        if (!root.isOriginOf(Endpoint.of(refused.getURL().toString(), "It answered from"))) {
            return false;
        }
        // Java returns the last one of several headers by its name, so all are read as one.
        List<String> headers = refused.getHeaderFields().entrySet().stream()
                .filter(header -> "WWW-Authenticate".equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .toList();
        Optional<BearerChallenge> challenge = BearerChallenge.of(String.join(", ", headers));
        if (challenge.isPresent()) {
            authorization = "Bearer " + challenge.get().token("repository:" + reference.name() + ":pull,push", login);
        }
        return challenge.isPresent();
    }

    /** Asks where the bytes are to be put. */
    private Endpoint uploadOf(Blob blob) throws IOException {
        HttpURLConnection post = open("POST", at("blobs/uploads/"));
        post.setDoOutput(true);
        post.setFixedLengthStreamingMode(0);
        post.getOutputStream().close();
        String location = post.getHeaderField("Location");
        if (post.getResponseCode() != HttpURLConnection.HTTP_ACCEPTED || location == null) {
            throw refusal(post);
        }
        Endpoint upload = root.resolve(location, reference.registry() + " names for the upload");
        if (!upload.isPrivate()) {
            throw new ImageException(reference.registry() + " names for the upload " + upload
                    + ", which is not HTTPS: the proxy in front of it has to send X-Forwarded-Proto");
        }
        return upload.with("digest=" + blob.digest());
    }

    private HttpURLConnection send(Blob blob, Endpoint where) throws IOException {
        HttpURLConnection put = open("PUT", where);
        put.setDoOutput(true);
        put.setFixedLengthStreamingMode(blob.size());
        boolean isManifest = where.uri().getPath().contains("/manifests/");
        put.setRequestProperty("Content-Type", isManifest ? blob.mediaType() : "application/octet-stream");
        try (OutputStream out = put.getOutputStream()) {
            blob.copyTo(out);
        }
        if (put.getResponseCode() != HttpURLConnection.HTTP_CREATED) {
            throw refusal(put);
        }
        return put;
    }

    /** Without the password where an upload is sent to another server. */
    private HttpURLConnection open(String method, Endpoint where) throws IOException {
        return where.open(method, root.isOriginOf(where) ? authorization : "");
    }

    private ImageException refusal(HttpURLConnection answered) throws IOException {
        String said = "";
        try (InputStream error = answered.getErrorStream()) {
            said = error == null ? "" : " " + printable(error.readNBytes(1000));
        }
        return new ImageException(reference.registry() + " answered " + answered.getResponseCode() + " to "
                + answered.getRequestMethod() + " " + answered.getURL().getPath() + said
                + (login.isEmpty() && answered.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED
                        ? ": log in with docker login " + reference.registry()
                        : ""));
    }

    /** For a terminal, which a registry is not to write to as it likes. */
    private static String printable(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
    }
}
