package com.acme;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Calls the URL of its configuration by HTTPS; {@code /count} answers how many CAs it trusts. */
public final class Trusting implements Logic<String> {

    /** Made while the class is, as many handlers do. */
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private String url = "";

    @Override
    public void init(Setup setup) {
        url = setup.required("url");
    }

    @Override
    public String start() {
        return "";
    }

    @Override
    public void run(String context, Request request, Response response) throws Exception {
        response.text(
                request.path().equals("/count")
                        ? String.valueOf(count())
                        : CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                                .body());
    }

    private static int count() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length;
    }
}
