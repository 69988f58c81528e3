package com.example;

import java.util.function.Function;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class App {

    @Bean
    public Function<String, String> greet(Greeter greeter) {
        return greeter::greet;
    }
}
