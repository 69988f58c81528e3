package com.example;

import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Setup;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** All contexts share one Spring application. */
public class GreetingLogic implements Logic<Greeter> {

    private ConfigurableApplicationContext app;

    @Override
    public void init(Setup setup) {
        app = SpringApplication.run(App.class);
    }

    @Override
    public Greeter start() {
        return app.getBean(Greeter.class);
    }

    @Override
    public void run(Greeter greeter, Request request, Response response) {
        response.text(greeter.greet(request.query("name").orElseGet(request::text)));
    }

    @Override
    public void close() {
        app.close();
    }
}
