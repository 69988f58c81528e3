package com.example.json;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import dev.effe.StatusException;

/** Answers {"name": "Ada"} with {"greeting": "Hello, Ada"}. */
public class Greeting implements JsonLogic<Void, Greeting.Person, Greeting.Answer> {

    public record Person(String name) {}

    public record Answer(String greeting) {}

    @Override
    public Void start() {
        return null; // Nothing that a request needs to itself.
    }

    @Override
    public Answer handle(Void context, Person person, Invocation call) {
        if (person.name() == null || person.name().isBlank()) {
            throw new StatusException(400, "name is missing");
        }
        return new Answer("Hello, " + person.name());
    }
}
