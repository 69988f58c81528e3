package com.example;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class App {

    private final Greeter greeter;

    public App(Greeter greeter) {
        this.greeter = greeter;
    }

    @GetMapping("/")
    public String greet(@RequestParam("name") String name) {
        return greeter.greet(name);
    }
}
