package dev.effe.tool.remote;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations on URLs of functions at one place. Thread-safe. */
public final class LambdaUrls {

    private static final String STATEMENT = "effe-url";
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final LambdaClient client;

    LambdaUrls(LambdaClient client) {
        this.client = client;
    }

    private static String path(String function, String alias) {
        return "/2021-10-31/functions/" + LambdaClient.escaped(function) + "/url?Qualifier="
                + LambdaClient.escaped(alias);
    }

    /** The URL of an alias, as the API tells it; empty if it has none. */
    public Optional<Map<String, Object>> find(String function, String alias) throws IOException {
        try {
            return Optional.of(client.send("GET", path(function, alias), null));
        } catch (ApiException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Gives an alias a URL that anybody may call.
     *
     * @param fields of its configuration
     * @return the URL
     */
    public String create(String function, String alias, Map<String, Object> fields) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>(fields);
        body.put("AuthType", "NONE");
        String url = JsonFields.text(client.send("POST", path(function, alias), body), "FunctionUrl");
        if (!client.endpoint().host()) { // Where policies count, nobody may call it yet.
            allow(
                    function,
                    alias,
                    Map.of(
                            "StatementId", STATEMENT,
                            "Action", "lambda:InvokeFunctionUrl",
                            "Principal", "*",
                            "FunctionUrlAuthType", "NONE"));
            allow(
                    function,
                    alias,
                    Map.of(
                            "StatementId",
                            STATEMENT + "-invoke",
                            "Action",
                            "lambda:InvokeFunction",
                            "Principal",
                            "*",
                            "InvokedViaFunctionUrl",
                            true));
        }
        return url;
    }

    private void allow(String function, String alias, Map<String, Object> statement) throws IOException {
        try {
            client.send(
                    "POST",
                    "/2015-03-31/functions/" + LambdaClient.escaped(function) + "/policy?Qualifier="
                            + LambdaClient.escaped(alias),
                    statement);
        } catch (ApiException e) {
            if (e.status() != CONFLICT) { // It is there from an earlier time.
                throw e;
            }
        }
    }

    /** Changes the URL of an alias, and returns it. */
    public String update(String function, String alias, Map<String, Object> fields) throws IOException {
        return JsonFields.text(client.send("PUT", path(function, alias), fields), "FunctionUrl");
    }

    /** All URLs of a function; none if they are not told to this key. */
    public List<String> list(String function) throws IOException {
        List<String> urls = new ArrayList<>();
        try {
            client.list("/2021-10-31/functions/" + LambdaClient.escaped(function) + "/urls", "FunctionUrlConfigs")
                    .forEach(url -> urls.add(JsonFields.text(url, "FunctionUrl")));
        } catch (ApiException e) {
            if (e.status() != FORBIDDEN && e.status() != NOT_FOUND) {
                throw e;
            }
        }
        return urls;
    }
}
