package dev.effe.host.kit;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Tells which code it is of, and what it was asked. */
public final class Asked implements Logic<String> {

    @Override
    public String start() throws IOException {
        try (InputStream code = Asked.class.getResourceAsStream("/code.txt")) {
            return new String(code.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void run(String code, Request request, Response response) {
        if (request.path().equals("/none")) {
            response.status(404);
        }
        boolean told = request.header("Effe-Call-Token").isPresent();
        response.text(code + " " + request.target() + " at "
                + request.header("Host").orElse("") + (told ? " with a token" : ""));
    }
}
