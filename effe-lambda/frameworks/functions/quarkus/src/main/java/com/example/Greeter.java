package com.example;

import jakarta.enterprise.context.ApplicationScoped;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@ApplicationScoped
public class Greeter {

    private static final Logger log = LoggerFactory.getLogger(Greeter.class);

    public String greet(String name) {
        log.info("Greeting {}", name);
        return "Hello " + name;
    }
}
