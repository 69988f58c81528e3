package com.example;

import org.apache.commons.logging.LogFactory;
import org.apache.logging.log4j.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Logs by every interface that Spring Boot leads to SLF4J. */
@Service
public class Greeter {

    private static final Logger log = LoggerFactory.getLogger(Greeter.class);

    public String greet(String name) {
        log.info("Greeting {}", name);
        LogManager.getLogger(Greeter.class).info("Greeting {} by Log4j", name);
        LogFactory.getLog(Greeter.class).info("Greeting " + name + " by Commons Logging");
        java.util.logging.Logger.getLogger(Greeter.class.getName()).info("Greeting " + name + " by the JDK");
        return "Hello " + name;
    }
}
