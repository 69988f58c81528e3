package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.TimeZone;

/** Tells a variable of the environment, and the time zone. */
public class Variables implements RequestHandler<String, String> {

    @Override
    public String handleRequest(String name, Context context) {
        return name.equals("zone") ? TimeZone.getDefault().getID() : System.getenv(name);
    }
}
