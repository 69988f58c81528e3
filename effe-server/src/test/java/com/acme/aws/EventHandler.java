package com.acme.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A handler of a trigger: writes down its event and what it is told of it. Fails for the item "bad". */
public class EventHandler implements RequestHandler<Map<String, Object>, String> {

    @Override
    public String handleRequest(Map<String, Object> order, Context context) {
        if (order.get("item").equals("bad")) {
            throw new IllegalStateException("as the test wants it");
        }
        Map<String, String> custom = context.getClientContext().getCustom();
        String line = order.get("item") + " " + custom.get("id") + " " + custom.get("key") + " " + custom.get("attempt")
                + " " + custom.get("header.effe-depth") + "\n";
        try {
            Files.writeString(
                    Path.of(System.getenv("BOOK")), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return "written";
    }
}
